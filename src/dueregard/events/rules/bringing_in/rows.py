"""Reading a sheet: every good line as a record, every bad cell with its reason, every line left out with why."""

import re
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date
from typing import TypeVar

from dueregard.documents.tables import Cell, Row, Sheet, why_no_value
from dueregard.events.rules.bringing_in import cells, days, people
from dueregard.events.rules.bringing_in.cells import CellIsWrong
from dueregard.events.rules.bringing_in.layout import Heading, Layout
from dueregard.events.rules.bringing_in.lines import Fault, Line, Reading, key_of
from dueregard.events.rules.bringing_in.standing import Standing, afterwards, decision
from dueregard.kernel.dates import london, long_date
from dueregard.kernel.text import tidy, why_not_text

T = TypeVar("T")
_TOTAL = re.compile(
    r"(?:grand |sub[- ]?)?totals?\b|sum\b|count\b|number of events\b|no\.? of events\b", re.IGNORECASE
)
MOST_NOTES = 12


def read(sheet: Sheet, layout: Layout, *, today: date, month_first: bool | None = None) -> Reading:
    """Everything below the header. `month_first` settles how dates in figures are read; None: found out."""
    reading = Reading()
    below = [row for row in sheet.rows if row.line > layout.line]
    reader = _Reader(layout, today, *_settled(below, layout, reading.notes, month_first=month_first))
    merged = _merged_lines(sheet)
    first: dict[str, int] = {}
    left_out: dict[str, list[int]] = {}
    for row in below:
        texts = reader.texts(row)
        if not texts:
            continue
        if why := _why_left_out(row, texts, layout, merged):
            left_out.setdefault(why, []).append(row.line)
            continue
        line, faults = reader.line(row, texts)
        reading.faults += faults
        if line is None:
            continue
        if line.key in first:
            reading.again.append((line.line, first[line.key]))
        else:
            first[line.key] = line.line
            reading.lines.append(line)
    reading.notes += [f"{_lines(lines)} left out: {why}." for why, lines in left_out.items()]
    if reading.again:
        told = ", ".join(f"{line} (as {earlier})" for line, earlier in reading.again[:MOST_NOTES])
        more = len(reading.again) - MOST_NOTES
        told += f" and {more} more" if more > 0 else ""
        reading.notes.append(f"Lines that say exactly what an earlier line says come in once: {told}.")
    reading.notes += reader.told()
    return reading


def _lines(lines: list[int]) -> str:
    shown = ", ".join(str(line) for line in lines[:MOST_NOTES])
    if len(lines) > MOST_NOTES:
        shown += f" and {len(lines) - MOST_NOTES} more"
    return f"Line {shown} was" if len(lines) == 1 else f"Lines {shown} were"


def _settled(
    rows: list[Row], layout: Layout, notes: list[str], *, month_first: bool | None
) -> tuple[dict[str, bool], dict[str, bool]]:
    """How each date column writes its figures, and whether an x in a yes/no column stands beside real ticks."""
    orders: dict[str, bool] = {}
    ticks: dict[str, bool] = {}
    for code, heading in layout.at.items():
        texts = [row.values[heading.index] for row in rows if heading.index < len(row.values)]
        words = [text for text in texts if isinstance(text, str)]
        if code in ("day", "last_day", "decided_on", "received"):
            found, why = days.order_of(words)
            orders[code] = found if month_first is None else month_first
            if why and month_first is None:
                notes.append(f"Dates in ‘{heading.name}’ are {why}.")
        elif code in ("late", "designated", "decision", "aftermath"):
            ticks[code] = any(word.strip() in cells.TICKS for word in words)
            if any(word.strip().casefold() == "x" for word in words):
                notes.append(f"An x in ‘{heading.name}’ is read as {'no' if ticks[code] else 'yes'}.")
    return orders, ticks


def _merged_lines(sheet: Sheet) -> frozenset[int]:
    """Lines that hold cells merged across columns."""
    found: set[int] = set()
    for area in sheet.merges:
        parts = re.fullmatch(r"([A-Z]+)(\d+):([A-Z]+)(\d+)", area)
        if parts and parts[1] != parts[3]:
            found.update(range(int(parts[2]), min(int(parts[4]), int(parts[2]) + 50) + 1))
    return frozenset(found)


def _why_left_out(row: Row, texts: dict[int, str], layout: Layout, merged: frozenset[int]) -> str:
    """Why a line is no event: a total, the header again, a heading between lines, formulas dragged down."""
    day, title = layout.at.get("day"), layout.at.get("title")
    dated = day is not None and bool(texts.get(day.index)) and not _TOTAL.match(texts[day.index])
    if not dated and any(_TOTAL.match(text) for text in list(texts.values())[:3]):
        return "a total"
    if len(texts) > 1 and all(
        layout.headings[index].name == " ".join(text.split()) for index, text in texts.items()
    ):
        return "the header again"
    if len(texts) == 1 and not dated:
        index = next(iter(texts))
        if row.line in merged or title is None or index != title.index:
            return "a heading or remark on its own"
    if (
        not dated
        and (title is None or not texts.get(title.index))
        and all(index in row.formulas for index in texts)
    ):
        return "only formulas without an event"
    return ""


class _Reader:
    """Reads lines one by one, and remembers what a person should know about the whole."""

    def __init__(self, layout: Layout, today: date, orders: dict[str, bool], ticks: dict[str, bool]) -> None:
        self.layout, self.today, self.orders, self.ticks = layout, today, orders, ticks
        self.faults: list[Fault] = []
        self.row = Row(0, ())
        self.cancelled = self.ranges = self.yes_no = 0
        self.unread: dict[str, Counter[str]] = {}

    def texts(self, row: Row) -> dict[int, str]:
        """What each cell shows, in composed form, by its place; empty ones left out."""
        found = {}
        for index in range(len(row.values)):
            cell = row.cell(index)
            if cell and (text := tidy(cell.text)):
                found[index] = text
        return found

    def line(self, row: Row, texts: dict[int, str]) -> tuple[Line | None, list[Fault]]:
        self.row, self.faults = row, []
        for index, text in texts.items():
            if reasons := why_not_text(text):
                self._wrong(self.layout.headings[index], reasons[0])
        spoilt = {fault.cell for fault in self.faults}
        when = self._take("day", self._when)
        line = self._record(texts, when)
        seen: dict[str, Fault] = {}
        for fault in self.faults:
            if fault.cell not in seen or fault.cell not in spoilt:
                seen.setdefault(fault.cell, fault)
        return (None if self.faults else line), list(seen.values())

    def _record(self, texts: dict[int, str], when: days.When | None) -> Line:
        title = self._take("title", lambda cell: cells.line(cell.text, 200)) or ""
        self._needed(
            "title",
            title if any(each.isalnum() for each in title) else "",
            "The title is missing. Write what the event was called.",
        )
        self._needed("day", when, "The day is missing. Write it like 3/11/2025.")
        original = {self.layout.headings[index].name: text for index, text in texts.items()}
        line = Line(self.row.line, key_of(original), original, title, when.day if when else self.today)
        self._times(line, when)
        self._words(line)
        self._numbers(line)
        self._standing(line)
        return line

    def _needed(self, code: str, value: object, reason: str) -> None:
        heading = self.layout.at[code]
        if not value and not any(fault.column == heading.name for fault in self.faults):
            self._wrong(heading, reason)

    def _times(self, line: Line, when: days.When | None) -> None:
        if when is not None:
            line.last_day, line.starts, line.ends = when.last_day, when.starts, when.ends
        if (span := self._take("starts", lambda cell: days.times(cell.value, tidy(cell.text)))) and span[0]:
            line.starts, line.ends = span
        if (span := self._take("ends", lambda cell: days.times(cell.value, tidy(cell.text)))) and span[0]:
            line.ends = span[1] or span[0]
        if when is not None and line.starts is not None and london(when.day, line.starts) is None:
            said = f"The clocks go forward on {long_date(when.day)}: there is no {line.starts:%H:%M} that day. Write the right time."
            self._wrong(self.layout.at["starts" if line.starts != when.starts else "day"], said)
        last = self._take("last_day", self._last_day)
        if last is not None and when is not None:
            if last.day < when.day:
                self._wrong(
                    self.layout.at["last_day"], "The last day is before the first. Mend one of the two."
                )
            line.last_day = last.day if last.day > when.day else line.last_day
        decided, received = self._take("decided_on", self._decided_on), self._take("received", self._received)
        line.decided_on = decided.day if decided else None
        line.received = received.day if received else None

    def _words(self, line: Line) -> None:
        body = self._take("body", lambda cell: tidy(cell.text)) or ""
        line.speakers = self._take("speakers", lambda cell: people.speakers(tidy(cell.text), body)) or ()
        for code, most in (
            ("unit", 200),
            ("organiser", 200),
            ("phone", 40),
            ("venue", 200),
            ("reference", 100),
        ):
            setattr(line, code, self._text(code, most))
        line.summary = self._take("summary", lambda cell: tidy(cell.text)) or ""
        line.email = self._take("email", lambda cell: cells.address(tidy(cell.text))) or ""
        line.where = self._chosen("where", cells.WHERE)
        line.audience = self._chosen("audience", cells.AUDIENCE)
        line.kind = self._chosen("kind", cells.KIND)

    def _text(self, code: str, most: int) -> str:
        text = self._take(code, lambda cell: cells.line(tidy(cell.text), most)) or ""
        return "" if cells.says_nothing(text) else text

    def _chosen(self, code: str, words: Mapping[str, str]) -> str:
        """A word of a closed list. An unknown one keeps no line out: it is kept in the original, and said."""

        def read(cell: Cell) -> str:
            text = tidy(cell.text)
            found = cells.chosen(text, words)
            if found or cells.says_nothing(text):
                return found
            return "other" if code == "kind" else self._from_yes_or_no(code, cell, text)

        return self._take(code, read) or ""

    def _from_yes_or_no(self, code: str, cell: Cell, text: str) -> str:
        """A column 'Online?' or 'Open to public' that says yes or no."""
        name = self.layout.at[code].name.casefold()
        try:
            yes = cells.yes_or_no(cell.value, text)
        except CellIsWrong:
            self.unread.setdefault(self.layout.at[code].name, Counter())[text[:40]] += 1
            return ""
        if code == "audience" and "public" in name:
            return "anybody" if yes else "members"
        if code == "where" and ("online" in name or "virtual" in name):
            return "online" if yes else "on-premises"
        if code == "where" and "campus" in name and "off" not in name:
            return "on-premises" if yes else "elsewhere"
        return ""

    def _numbers(self, line: Line) -> None:
        line.people = self._take("people", lambda cell: cells.number(cell.value, tidy(cell.text)))
        line.attended = self._take("attended", lambda cell: cells.number(cell.value, tidy(cell.text)))
        line.late = bool(self._take("late", lambda cell: self._yes("late", cell)))
        line.designated = bool(self._take("designated", lambda cell: self._yes("designated", cell)))

    def _yes(self, code: str, cell: Cell) -> bool | None:
        return cells.yes_or_no(cell.value, tidy(cell.text), ticks=self.ticks.get(code, False))

    def _standing(self, line: Line) -> None:
        found = self._take("decision", self._decision) or Standing()
        later = self._take(
            "aftermath", lambda cell: afterwards(tidy(cell.text), self.layout.at["aftermath"].name)
        )
        if later is not None:
            found = _together(found, later)
        if found.status == "not-decided" and line.day >= self.today and "decision" in self.layout.at:
            self._wrong(
                self.layout.at["decision"],
                "This event is still to come and not decided. Send it as a request, or bring it in when it is decided.",
            )
        self.cancelled += bool(found.note)
        line.standing = found

    def _decision(self, cell: Cell) -> Standing:
        text = tidy(cell.text)
        if isinstance(cell.value, bool) or text.casefold() in ("x", "×"):
            self.yes_no += 1
            yes = cells.yes_or_no(cell.value, text, ticks=self.ticks.get("decision", False))
            return Standing(outcome="approved" if yes else "refused")
        self.yes_no += text.casefold() in cells.YES | cells.NO
        return decision(text)

    def _when(self, cell: Cell) -> days.When | None:
        return days.when(cell.value, tidy(cell.text), month_first=self.orders.get("day", False))

    def _last_day(self, cell: Cell) -> days.When | None:
        return days.when(cell.value, tidy(cell.text), month_first=self.orders.get("last_day", False))

    def _decided_on(self, cell: Cell) -> days.When | None:
        return days.when(cell.value, tidy(cell.text), month_first=self.orders.get("decided_on", False))

    def _received(self, cell: Cell) -> days.When | None:
        return days.when(cell.value, tidy(cell.text), month_first=self.orders.get("received", False))

    def _take(self, code: str, read: Callable[[Cell], T]) -> T | None:
        """What a field's cell says; None where the sheet has no such column or the cell is empty."""
        heading = self.layout.at.get(code)
        cell = self.row.cell(heading.index) if heading else None
        if heading is None or cell is None or not cell.text.strip():
            return None
        if cell.error:
            self._wrong(heading, why_no_value(cell.text))
            return None
        try:
            return read(cell)
        except CellIsWrong as problem:
            self._wrong(heading, str(problem))
            return None

    def _wrong(self, heading: Heading, reason: str) -> None:
        self.faults.append(Fault(self.row.line, heading.name, f"{heading.letter}{self.row.line}", reason))

    def told(self) -> list[str]:
        notes = []
        if self.yes_no:
            notes.append(
                f"In ‘{self.layout.at['decision'].name}’ yes is read as approved and no as refused ({self.yes_no} times)."
            )
        if self.cancelled:
            notes.append(
                f"{self.cancelled} {'line says' if self.cancelled == 1 else 'lines say'} that the event was cancelled, but not "
                "by whom. They stand as withdrawn, unless the sheet has a decision too."
            )
        for name, words in self.unread.items():
            shown = ", ".join(cells.quoted(word) for word, _ in words.most_common(5))
            notes.append(f"Words in ‘{name}’ that are kept only as they stand: {shown}.")
        return notes


def _together(decided: Standing, later: Standing) -> Standing:
    """The decision, and what became of it afterwards."""
    if later.status == "withdrawn" and not decided.outcome:
        return later
    return Standing(
        decided.status,
        decided.outcome,
        later.aftermath or decided.aftermath,
        decided.withdrawn_by,
        decided.note or later.note,
    )
