"""How long it took, what was late, and what was not decided in time."""

from dueregard.assurance.queries.paper.rows import BOARD, MOST, day, requests, share, span, table
from dueregard.assurance.queries.standard import Standard
from dueregard.assurance.queries.times import parts_of
from dueregard.assurance.registries import PaperFrame, Section
from dueregard.assurance.rules.counting import said
from dueregard.assurance.rules.periods import Period
from dueregard.assurance.rules.standard import ROUTES
from dueregard.events.choices import Status
from dueregard.kernel.dates import long_date, short_date
from dueregard.procedures.models import Version
from dueregard.versions.choices import Status as VersionStatus


def time_taken(standard: Standard) -> Section | None:
    if not standard.taken:
        return None
    rows = [
        [
            line.title,
            str(line.count),
            said(line.median),
            said(line.ninth),
            share(line.in_promise),
            share(line.in_lead_time),
        ]
        for line in standard.lines
    ]
    header = [
        "Route",
        "Counted",
        "Median",
        "Nine in ten within",
        "By the date promised",
        "Within the lead time",
    ]
    return {
        "heading": "Time taken",
        "text": "Working days from sending to the first decision; days on which the clock stood still for an answer "
        "from the organiser do not count.",
        "table": table(header, rows, [4, 2, 2, 3, 3, 3]),
    }


def time_at_each_step(frame: PaperFrame) -> Section | None:
    parts = parts_of(frame.unit, Period("", "", frame.first, frame.last), frame.today)
    rows = [[part.name, str(part.count), said(part.median), said(part.ninth)] for part in parts]
    if not rows:
        return None
    header = ["Part of the work", "Done", "Median", "Nine in ten within"]
    return {"heading": "Time at each step, in working days", "table": table(header, rows, [6, 2, 2, 3])}


def late_ones(frame: PaperFrame, standard: Standard) -> Section | None:
    """The provider's own lateness; that a request came late is a route, not a fault."""
    late = [each for each in standard.taken if not each.in_promise and not each.lapsed]
    if not late:
        return {"heading": "Decided after the date promised", "text": "None."}
    text = f"{len(late)} of {len(standard.taken)} requests were decided after the date that the organiser had been given."
    section: Section = {"heading": "Decided after the date promised", "text": text}
    if frame.audience != BOARD:
        rows = [
            [f"E-{each.number:04d}", ROUTES[each.route], short_date(each.ended), str(each.days)]
            for each in late[:MOST]
        ]
        section["table"] = table(["Request", "Route", "Decided", "Working days"], rows, [2, 3, 3, 2])
    return section


def lapses(frame: PaperFrame) -> Section:
    heading = "Not decided in time"
    rows = requests(frame).filter(span(frame, "ended_at"), status=Status.NOT_DECIDED)
    found = list(rows.order_by("day")[:MOST])
    if not found:
        return {"heading": heading, "text": "None: every event had its decision before its day."}
    several = "s" if len(found) > 1 else ""
    text = (
        f"{len(found)} request{several}. The day of the event came before anybody decided. It was not refused and the "
        "event was not stopped: it is the provider’s own lapse."
    )
    section: Section = {"heading": heading, "text": text}
    if frame.audience != BOARD:
        lines = [[row.shown_number, row.title, day(row), row.step_title] for row in found]
        section["table"] = table(["Request", "Event", "Day", "It was with"], lines, [2, 5, 3, 3])
    return section


def procedure(frame: PaperFrame) -> Section:
    rows = Version.objects.filter(
        unit__path__startswith=frame.unit.path,
        status=VersionStatus.DATED,
        in_force_from__gte=frame.first,
        in_force_from__lte=frame.last,
    )
    lines = [
        [
            each.unit.name,
            str(each.number),
            long_date(each.in_force_from) if each.in_force_from else "",
            each.reason or "Taken from a preset",
        ]
        for each in rows.select_related("unit").order_by("in_force_from", "unit__name")[:MOST]
    ]
    if not lines:
        return {"heading": "What changed in the procedure", "text": "Nothing changed."}
    header = ["Unit", "Version", "In force from", "Why"]
    return {"heading": "What changed in the procedure", "table": table(header, lines, [3, 2, 3, 5])}
