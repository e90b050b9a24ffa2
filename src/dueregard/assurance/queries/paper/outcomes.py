"""What became of requests: outcomes, conditions, refusals, appeals, withdrawals."""

from collections import Counter

from django.db.models import Count, Q

from dueregard.assurance.queries.paper.rows import (
    ENDINGS,
    MOST,
    Ended,
    Names,
    day,
    decisions,
    requests,
    span,
    table,
    which,
)
from dueregard.assurance.queries.standard import within
from dueregard.assurance.registries import PaperFrame, Section
from dueregard.assurance.rules.standard import ALL, ROUTES
from dueregard.events.choices import Because, Outcome, Status, WhyWithdrawn, WithdrawnBy
from dueregard.events.models import Appeal, Condition, EventRequest
from dueregard.kernel.dates import long_date, short_date


def in_short(frame: PaperFrame, ended: list[Ended]) -> Section:
    received = requests(frame).filter(span(frame, "submitted_at"))
    endings = Counter(each.ending for each in ended)
    pairs = [["Requests received", str(received.count())], ["Requests that ended", str(len(ended))]]
    pairs += [[words, str(endings[key])] for key, words in ENDINGS.items()]
    still = requests(frame).filter(status__in=(Status.SUBMITTED, Status.RETURNED)).count()
    pairs.append([f"In progress on {short_date(frame.today)}", str(still)])
    return {"heading": "In short", "summary": pairs}


def by_route(ended: list[Ended]) -> Section | None:
    if not ended:
        return None
    counted = Counter((each.route, each.ending) for each in ended)
    rows = []
    for route, title in ROUTES.items():
        figures = [
            sum(count for (of, ending), count in counted.items() if ending == key and route in (ALL, of))
            for key in ENDINGS
        ]
        rows.append([title, *map(str, figures), str(sum(figures))])
    header = ["Route", *ENDINGS.values(), "All"]
    return {"heading": "Outcomes by route", "table": table(header, rows, [4, 2, 3, 2, 2, 3, 2])}


def conditions(frame: PaperFrame) -> Section | None:
    conditioned = decisions(frame, Outcome.CONDITIONS)
    rows = Condition.objects.filter(decision__in=conditioned.values("pk")).order_by()
    counted = dict(rows.values_list("because").annotate(Count("pk")))
    if not counted:
        return None
    requests = dict(rows.values_list("because").annotate(Count("decision", distinct=True)))
    lines = [
        [label, str(counted.get(value, 0)), str(requests.get(value, 0))] for value, label in Because.choices
    ]
    return {
        "heading": "Conditions",
        "text": "A condition is a restriction too: each names its purpose, the risk that it answers and why a lesser "
        "one would not do. The provider pays for it.",
        "table": table(["Because of", "Conditions", "Requests"], lines, [5, 2, 2]),
    }


def refusals(frame: PaperFrame) -> Section | None:
    refused = list(decisions(frame, Outcome.REFUSED).order_by("final_at")[:MOST])
    if not refused:
        return {"heading": "Refusals", "text": "No event was refused."}
    names = Names.of(frame, [decision.request_id for decision in refused])
    rows = [
        [
            which(frame, decision.request, decision.final_at),
            str(decision.get_because_display()),
            names.out_of(decision.reasons, decision.request),
            names.out_of(decision.law, decision.request),
            names.out_of(decision.lesser, decision.request),
        ]
        for decision in refused
    ]
    header = ["Refusal", "Because of", "Reasons", "The law relied on", "Why no condition would do"]
    return {
        "heading": "Refusals",
        "text": "Each was proposed by one person and confirmed by another.",
        "table": table(header, rows, [3, 3, 5, 4, 4]),
    }


def appeals(frame: PaperFrame) -> Section | None:
    inside = Q(request__in=EventRequest.objects.filter(within(frame.unit)).values("pk"))
    found = Appeal.objects.filter(inside, span(frame, "lodged_at") | span(frame, "decided_at"))
    appeals = list(
        found.select_related("request__organiser", "request__main__organiser").order_by("lodged_at")[:MOST]
    )
    if not appeals:
        return None
    names = Names.of(frame, [appeal.request_id for appeal in appeals])
    rows = [
        [
            which(frame, appeal.request, appeal.lodged_at),
            names.out_of(appeal.grounds, appeal.request),
            str(appeal.get_result_display()) if appeal.result else "Not yet heard",
            names.out_of(appeal.reasons, appeal.request),
        ]
        for appeal in appeals
    ]
    header = ["Appeal", "Grounds", "Result", "Reasons"]
    return {"heading": "Appeals", "table": table(header, rows, [3, 5, 3, 5])}


def withdrawals(frame: PaperFrame) -> Section | None:
    rows = requests(frame).filter(span(frame, "ended_at"), status=Status.WITHDRAWN)
    counted = Counter(rows.values_list("why_withdrawn", "withdrawn_by"))
    if not counted:
        return None
    lines = [
        [label, str(counted[value, WithdrawnBy.ORGANISER]), str(counted[value, WithdrawnBy.SPEAKER])]
        for value, label in WhyWithdrawn.choices
        if counted[value, WithdrawnBy.ORGANISER] or counted[value, WithdrawnBy.SPEAKER]
    ]
    header = ["Reason given", "By the organiser", "By the speaker"]
    return {"heading": "Withdrawn, by reason", "table": table(header, lines, [6, 3, 3])}


def open_designated(frame: PaperFrame) -> Section | None:
    rows = requests(frame).filter(status__in=(Status.SUBMITTED, Status.RETURNED)).order_by("decide_by", "pk")
    found = [row for row in rows.defer("words", "original", "answers") if "designated" in row.marks][:MOST]
    heading = "Designated events in progress"
    if not found:
        return {"heading": heading, "text": f"None on {long_date(frame.today)}."}
    lines = [
        [
            row.shown_number,
            row.title,
            day(row),
            row.step_title,
            short_date(row.decide_by) if row.decide_by else "",
        ]
        for row in found
    ]
    header = ["Request", "Event", "Day", "Step", "Decide by"]
    return {"heading": heading, "table": table(header, lines, [2, 5, 2, 3, 2])}
