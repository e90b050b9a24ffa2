"""Last year's register from a provider's own spreadsheet: what comes in, what is refused and why, and undoing it."""

from __future__ import annotations

import json
from datetime import date, time
from pathlib import Path

import pytest

from dueregard.config.cli import main
from dueregard.documents.tables import Unreadable
from dueregard.events.commands.bringing_in import Report, bring_in, undo
from dueregard.events.commands.premises import judge_premises
from dueregard.events.commands.speakers import merge_speakers
from dueregard.events.models import (
    EventRequest,
    NumberSeries,
    PremisesJudgement,
    RegisterImport,
    Speaker,
    SpeakerLink,
)
from dueregard.events.queries.bringing_in import Choices, as_in_the_sheet
from dueregard.events.queries.visible import may_see
from dueregard.kernel.errors import NotAllowed, Refused
from dueregard.ledger.models import Entry
from tests.events import sheets as s
from tests.people import BUILDER, NOON, Town, a_post_kind, a_town, give

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> Town:
    return a_town()


def bring(town: Town, content: bytes, *, name: str = "register.xlsx", **how: object) -> Report:
    return bring_in(content=content, name=name, unit=town.provider, by=BUILDER, now=NOON, **how)  # type: ignore[arg-type]


def one(title: str) -> EventRequest:
    return EventRequest.objects.select_related("unit", "brought_in").get(title=title)


def faults(report: Report) -> dict[str, str]:
    return {fault.cell: fault.reason for fault in report.faults}


def test_a_messy_sheet_comes_in_row_by_row(town: Town) -> None:
    report = bring(town, s.workbook(*s.GOOD))
    assert (faults(report), report.imported, report.unchanged) == ({}, 6, 0)
    first = one("Island towns and work")
    assert (first.day, first.starts, first.people, first.unit) == (
        date(2025, 11, 3),
        time(18, 30),
        120,
        town.politics,
    )
    assert (first.status, first.outcome, first.audience, first.contact_name) == (
        "decided",
        "approved",
        "anybody",
        "Olu Adeyemi",
    )
    assert (first.submitted_at.date(), first.venue, first.words.endswith("islands work trust 1")) == (
        date(2025, 10, 1), "Lecture room 4", True,
    )  # fmt: skip


def test_every_way_of_writing_a_day_and_a_time_is_read(town: Town) -> None:
    bring(town, s.workbook(*s.GOOD))
    read = [(each.day, each.starts, each.ends) for each in EventRequest.objects.order_by("number")]
    third = date(2025, 11, 3)
    assert read == [
        (third, time(18, 30), None),
        (third, time(18, 30), None),
        (third, time(18, 30), time(20)),
        (third, time(18, 30), None),
        (third, time(18, 30), None),
        (date(2026, 1, 14), time(19), None),
    ]


def test_outcomes_speakers_and_numbers_are_read_from_the_words_of_registers(town: Town) -> None:
    bring(town, s.workbook(*s.GOOD))
    outcomes = [(each.status, each.outcome, each.people) for each in EventRequest.objects.order_by("number")]
    assert outcomes == [
        ("decided", "approved", 120),
        ("decided", "approved-with-conditions", 120),
        ("decided", "refused", 40),
        ("withdrawn", "", None),
        ("withdrawn", "", None),
        ("decided", "", 1200),
    ]
    assert [str(each) for each in one("Faith and the city").speakers.all()] == [
        "Ann Lee",
        "Bob Ray",
        "Cy Day",
    ]
    assert [str(each) for each in one("The sea at night").speakers.all()] == [
        "Dr Ann Lee, University of Elsewhere"
    ]
    assert one("Written by a program").withdrawn_by == "speaker"
    assert one("A serial day").withdrawal_note == "The sheet says ‘Cancelled’."
    assert one("Faith and the city").marks == ["designated"]


def test_nothing_of_a_row_is_lost(town: Town) -> None:
    bring(town, s.workbook(*s.GOOD))
    row = one("Faith and the city")
    assert row.original == {
        "Ref": "2", "Name of event": "Faith and the city", "Date of Event": "3/11/25", "Time": "6.30pm",
        "Speaker(s)": "Ann Lee; Bob Ray and Cy Day", "Dept/Society": "politics", "Organiser": "Jo", "Venue": "Chapel",
        "No. expected": "120 approx", "Open to public?": "N", "Outcome": "Approved w/ conds", "Date rec'd": "1/10/25",
        "High risk?": "Y", "Notes": "Stewards at the door",
    }  # fmt: skip
    assert [name for name, _ in as_in_the_sheet(row)] == [name.strip() for name in s.HEADER]
    kept = RegisterImport.objects.get()
    assert (kept.file_name, kept.columns["day"], kept.imported, len(kept.sha256)) == (
        "register.xlsx",
        "Date of Event",
        6,
        64,
    )


def test_each_faulty_cell_is_named_with_its_reason_and_the_good_rows_come_in(town: Town) -> None:
    report = bring(town, s.workbook(*s.GOOD, *s.BAD))
    assert (report.imported, report.refused) == (6, 5)
    found = faults(report)
    assert list(found) == ["C10", "C11", "I11", "K11", "B12", "B13", "B14"]
    assert found["C10"] == "‘w/c 10/11/25’ is a week and not a day. Write the day, like 3/11/2025."
    assert found["C11"] == "‘31/11/2025’ is a day that does not exist. Write the right one, like 3/11/2025."
    assert found["I11"].startswith("‘lots’ is not a number of people.")
    assert found["K11"].startswith("‘Noted’ is no decision that is known here.")
    assert found["B12"] == "This has 201 characters; at most 200 fit. Shorten it."
    assert "turns the direction" in found["B13"]
    assert found["B14"].startswith("The title is missing.")
    assert report.faults[0].column == "Date of Event"


def test_what_was_passed_over_is_said(town: Town) -> None:
    notes = " ".join(bring(town, s.workbook(*s.GOOD)).notes)
    assert "named in line 3" in notes
    assert "Line 11 was left out: a total." in notes
    assert "Not read: Lookups, 2024-25." in notes
    assert "No unit here is called POL, Sailing club" in notes
    assert "nothing in the column says otherwise" in notes
    assert "An x in ‘High risk?’ is read as yes." in notes


def test_the_same_file_again_changes_nothing(town: Town) -> None:
    content = s.workbook(*s.GOOD, *s.BAD)
    bring(town, content)
    before = (
        Entry.objects.count(),
        RegisterImport.objects.count(),
        EventRequest.objects.count(),
        Speaker.objects.count(),
    )
    report = bring(town, content)
    assert (report.imported, report.unchanged, report.brought) == (0, 6, None)
    after = (
        Entry.objects.count(),
        RegisterImport.objects.count(),
        EventRequest.objects.count(),
        Speaker.objects.count(),
    )
    assert after == before


def test_a_mended_row_comes_in_and_the_others_stay_as_they_are(town: Town) -> None:
    bring(town, s.workbook(*s.GOOD, *s.BAD))
    mended = (s.BAD[0][0], s.BAD[0][1], "10/11/25", *s.BAD[0][3:])
    report = bring(town, s.workbook(mended, *s.GOOD), name="mended.xlsx")
    assert (report.imported, report.unchanged, report.faults) == (1, 6, [])
    assert "corrected since" in " ".join(report.notes)


def test_the_second_of_two_equal_lines_counts_as_unchanged(town: Town) -> None:
    report = bring(town, s.workbook(s.GOOD[0], s.GOOD[1], s.GOOD[0]))
    assert (report.imported, report.unchanged) == (2, 1)
    assert "6 (as 4)" in " ".join(report.notes)


def test_a_dry_run_says_the_same_and_writes_nothing(town: Town) -> None:
    content = s.workbook(*s.GOOD, *s.BAD)
    entries = Entry.objects.count()
    tried = bring(town, content, dry_run=True)
    assert (Entry.objects.count(), EventRequest.objects.count(), NumberSeries.objects.count()) == (
        entries,
        0,
        0,
    )
    done = bring(town, content)
    assert tried.as_json() == done.as_json()


def test_numbers_follow_the_series(town: Town) -> None:
    NumberSeries.objects.create(pk=1, last=411)
    bring(town, s.workbook(*s.GOOD))
    assert sorted(EventRequest.objects.values_list("number", flat=True)) == [412, 413, 414, 415, 416, 417]
    assert NumberSeries.objects.get().last == 417


def test_undoing_takes_everything_away_and_the_file_can_come_again(town: Town) -> None:
    content = s.workbook(*s.GOOD)
    brought = bring(town, content).brought
    assert brought is not None
    undone = undo(pk=brought.pk, by=BUILDER, now=NOON)
    assert (undone.removed, undone.stay, EventRequest.objects.count()) == (6, [], 0)
    assert bring(town, content).imported == 6
    with pytest.raises(Refused, match="undone already"):
        undo(pk=brought.pk, by=BUILDER, now=NOON)


def test_a_record_that_somebody_has_worked_on_stays_and_is_named(town: Town) -> None:
    brought = bring(town, s.workbook(*s.GOOD)).brought
    assert brought is not None
    EventRequest.objects.filter(title="Faith and the city").update(version=2, aftermath="took-place")
    a_post_kind("keeper", "Keeper", "events.premises", "events.merge_speakers")
    give(town.administrator, "keeper", town.provider)
    reason = "Tickets are checked at the door."
    judge_premises(
        pk=one("Island towns and work").pk,
        by=town.administrator,
        tier="qualifying-event",
        reason=reason,
        now=NOON,
    )
    twins = Speaker.objects.filter(name__contains="Ann Lee").values_list("pk", flat=True)
    merge_speakers(speakers=list(twins), by=town.administrator, why="", now=NOON)
    undone = undo(pk=brought.pk, by=BUILDER, now=NOON)
    assert [each.title for each in undone.stay] == [
        "Island towns and work",
        "Faith and the city",
        "The sea at night",
    ]
    assert (undone.removed, SpeakerLink.objects.count()) == (3, 2)
    assert PremisesJudgement.objects.count() == 1


def test_only_a_post_that_carries_it_brings_in_or_undoes(town: Town) -> None:
    with pytest.raises(NotAllowed):
        bring_in(content=s.workbook(*s.GOOD), name="x", unit=town.provider, by=town.organiser, now=NOON)
    brought = bring(town, s.workbook(*s.GOOD)).brought
    assert brought is not None
    with pytest.raises(NotAllowed):
        undo(pk=brought.pk, by=town.organiser, now=NOON)
    a_post_kind("secretariat", "Secretariat", "events.import", "events.read")
    give(town.administrator, "secretariat", town.provider)
    assert may_see(town.administrator, one("A serial day").pk, NOON.date()).brought_in == brought
    assert undo(pk=brought.pk, by=town.administrator, now=NOON).removed == 6


def test_columns_that_are_called_otherwise_are_named(town: Town) -> None:
    content = s.csv("What,On,Told us", "A talk,3/11/2025,1/10/2025")
    with pytest.raises(Refused, match="No column was found for ‘Title of the event’ and ‘Day of the event’"):
        bring(town, content, name="r.csv")
    choices = Choices(columns={"title": "What", "day": "On", "received": "Told us"})
    assert bring(town, content, name="r.csv", choices=choices).imported == 1
    assert one("A talk").submitted_at.date() == date(2025, 10, 1)


def test_month_before_day_is_found_out_or_said(town: Town) -> None:
    american = s.csv("Event,Date", "One,11/3/2025", "Two,11/25/2025")
    report = bring(town, american, name="r.csv")
    assert one("One").day == date(2025, 11, 3)
    assert "month/day/year, because some can be nothing else" in " ".join(report.notes)
    bring(town, s.csv("Event,Date", "Three,11/3/2025"), name="r.csv", choices=Choices(month_first=True))
    assert one("Three").day == date(2025, 11, 3)


def test_a_time_that_the_clocks_skip_is_named_in_its_own_cell(town: Town) -> None:
    rows = ("One,29/3/2026 01:30,", "Two,29/3/2026,01:15", "Three,29/3/2026,02:00")
    report = bring(town, s.csv("Event,Date,Start", *rows), name="r.csv")
    assert [(each.cell, each.reason) for each in report.faults] == [
        ("B2", "The clocks go forward on Sunday 29 March 2026: there is no 01:30 that day. Write the right time."),
        ("C3", "The clocks go forward on Sunday 29 March 2026: there is no 01:15 that day. Write the right time."),
    ]  # fmt: skip
    assert report.imported == 1


def test_what_is_no_table_is_refused_with_a_sentence(town: Town) -> None:
    for content in (b"", b"%PDF-1.7", b"PK\x03\x04broken", s.csv("Event,Date", "a\0b,3/11/2025")):
        with pytest.raises(Unreadable):
            bring(town, content, name="r.csv")


def test_composed_and_decomposed_letters_are_one_row(town: Town) -> None:
    assert bring(town, s.csv("Event,Date", "Zoe\u0308 speaks,3/11/2025"), name="r.csv").imported == 1
    report = bring(town, s.csv("Date,Event", "3/11/2025,Zo\u00eb speaks  "), name="r.csv")
    assert (report.imported, report.unchanged) == (0, 1)


def test_the_command_answers_in_json(town: Town, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "register.xlsx"
    file.write_bytes(s.workbook(*s.GOOD, *s.BAD))
    assert main(["events", "import-register", str(file), "--unit", "northmoor", "--dry-run", "--json"]) == 0
    tried = json.loads(capsys.readouterr().out)
    assert (tried["imported"], tried["unchanged"], tried["dry_run"]) == (6, 0, True)
    assert main(["events", "import-register", str(file), "--unit", "northmoor", "--json"]) == 0
    done = json.loads(capsys.readouterr().out)
    assert done["refused"][0] == {
        "line": 10, "column": "Date of Event", "cell": "C10",
        "reason": "‘w/c 10/11/25’ is a week and not a day. Write the day, like 3/11/2025.",
    }  # fmt: skip
    assert main(["events", "import-register", str(file), "--unit", "northmoor", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["unchanged"] == 6


def test_the_command_takes_a_map_of_columns(
    town: Town, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, columns = tmp_path / "r.csv", tmp_path / "map.toml"
    file.write_bytes(s.csv("What,On", "A talk,3/11/2025"))
    columns.write_text('title = "What"\nday = "On"\ndates = "month-first"\n', "utf-8")
    assert main(["events", "import-register", str(file), "--unit", "northmoor"]) == 1
    assert "What, On" in capsys.readouterr().err
    assert (
        main(["events", "import-register", str(file), "--unit", "northmoor", "--columns", str(columns)]) == 0
    )
    assert "1 brought in, 0 here already, 0 refused." in capsys.readouterr().out
    assert one("A talk").day == date(2025, 3, 11)
    columns.write_text('titel = "What"\n', "utf-8")
    assert (
        main(["events", "import-register", str(file), "--unit", "northmoor", "--columns", str(columns)]) == 1
    )
    assert "titel is no field" in capsys.readouterr().err
    columns.write_text('title = "What"\nday = "On"\norganiser = "Whom"\n', "utf-8")
    assert (
        main(["events", "import-register", str(file), "--unit", "northmoor", "--columns", str(columns)]) == 1
    )
    assert "no column of ‘r.csv’ is called ‘Whom’. Line 1 has: What, On." in capsys.readouterr().err
    columns.write_text('title = "Nothing"\n', "utf-8")
    file.write_bytes(s.csv("Event,Date", "Another talk,3/11/2025"))
    assert (
        main(["events", "import-register", str(file), "--unit", "northmoor", "--columns", str(columns)]) == 1
    )
    assert not EventRequest.objects.filter(title="Another talk").exists()


def test_yes_under_cancelled_is_no_event_that_took_place(town: Town) -> None:
    bring(town, s.csv("Event,Date,Cancelled?", "One,3/11/2025,Y", "Two,4/11/2025,N"), name="r.csv")
    assert (one("One").status, one("One").aftermath, one("Two").aftermath) == ("withdrawn", "", "")
    bring(town, s.csv("Event,Date,Took place?", "Three,3/11/2025,Y", "Four,4/11/2025,N"), name="r.csv")
    assert (one("Three").aftermath, one("Four").aftermath) == ("took-place", "")


def test_yes_and_no_ticks_and_crosses_in_a_column_of_approvals(town: Town) -> None:
    lines = [
        f"{number},3/11/2025,{said}" for number, said in enumerate(("Y", "no", "✓", "x", "TRUE", ""), start=1)
    ]
    report = bring(town, s.csv("Event,Date,Approved?", *lines), name="r.csv")
    outcomes = list(EventRequest.objects.order_by("number").values_list("outcome", flat=True))
    assert outcomes == ["approved", "refused", "approved", "refused", "approved", ""]
    assert "An x in ‘Approved?’ is read as no." in report.notes


def test_an_event_still_to_come_and_undecided_belongs_in_a_request(town: Town) -> None:
    report = bring(
        town, s.csv("Event,Date,Decision", "Past,3/11/2025,Pending", "Next,3/11/2027,Pending"), name="r.csv"
    )
    assert one("Past").status == "not-decided"
    assert faults(report)["C3"].startswith("This event is still to come and not decided.")
