"""When a request may be sent, changed, withdrawn."""

from collections.abc import Collection
from datetime import date

from dueregard.events.rules.facts import OPEN, SEVERAL, FormFacts, Missing, PersonFacts, RequestFacts

NEED_A_SPEAKER = ("talk", "debate")


def what_is_missing(form: FormFacts, *, today: date) -> list[Missing]:
    """What must be filled in before a request can be sent; nothing that its route does not need."""
    missing = [Missing(name, sentence) for name, value, sentence in _plain_needs(form) if not value]
    if form.people is None:
        missing.append(Missing("people", "Say how many people you expect. A good guess will do."))
    if form.day is not None and form.day < today:
        missing.append(Missing("day", "The day of the event has passed. Choose a day from today on."))
    if form.kind in NEED_A_SPEAKER and not form.speakers:
        missing.append(
            Missing("speakers", "Name at least one speaker. If it is not settled yet, say who is likely.")
        )
    missing += [Missing(f"answer-{code}", f"Answer: {question}") for code, question in form.asked]
    if form.code_to_accept:
        missing.append(
            Missing(
                "code", "Read the code of practice on freedom of speech, and tick that you will keep to it."
            )
        )
    return missing


def _plain_needs(form: FormFacts) -> list[tuple[str, object, str]]:
    return [
        ("title", form.title, "Say what the event is called."),
        ("kind", form.kind, "Say what kind of event it is."),
        ("unit", form.unit, "Say who is putting it on."),
        ("day", form.day, "Enter the day of the event."),
        ("starts", form.starts, "Say when it starts, like 18:30."),
        ("where", form.where, "Say where it takes place."),
        (
            "venue",
            form.venue or form.where == "online",
            "Name the room or the place. If it is not booked yet, say which you would like.",
        ),
        ("audience", form.audience, "Say who may come."),
    ]


def why_not_edit_draft(request: RequestFacts) -> list[str]:
    if request.status != "draft":
        return ["This request has been sent. Use ‘Change something’ to amend it."]
    return []


def why_not_send(request: RequestFacts) -> list[str]:
    if request.status != "draft":
        return ["This request has been sent already."]
    return []


def why_not_amend(request: RequestFacts, *, today: date) -> list[str]:
    """A sent request may be amended until its day, as long as it has not been refused or ended."""
    if request.brought_in:
        return ["This record was brought in from a spreadsheet. It is not worked on here."]
    if request.aftermath or request.status in ("withdrawn", "not-decided"):
        return ["This request has ended and can no longer be changed."]
    if request.outcome == "refused":
        return ["This request was refused. You can appeal, or send a new request."]
    if request.day is not None and request.day < today:
        return ["The day of the event has passed."]
    return []


FROM_A_BOOKING = frozenset({"venue", "day", "last_day", "starts", "ends", "people"})


def why_not_take_over(request: RequestFacts, changes: Collection[str], *, by: str, today: date) -> list[str]:
    """Room, days, times and size follow a booking; everything else is the organiser's to say."""
    if not set(changes) <= FROM_A_BOOKING:
        return ["Only room, days, times and size can follow a booking."]
    if by == request.organiser_id:
        return ["This is your own request. Use ‘Change something’ to amend it."]
    return why_not_amend(request, today=today)


def why_not_withdraw(request: RequestFacts) -> list[str]:
    if request.status == "withdrawn":
        return ["This request has been withdrawn already."]
    if request.status not in OPEN:
        return [
            "Only a request that is waiting for a decision can be withdrawn. If the event is off, say so under ‘What became of it’."
        ]
    return []


def why_not_return(request: RequestFacts, *, by: PersonFacts) -> list[str]:
    if request.status == "returned":
        return ["The organiser has been asked already. The clock stands still until the answer comes."]
    if request.status != "submitted":
        return ["Only a request that is being worked on can be returned for information."]
    if request.several:
        return [SEVERAL]
    if not by.turn:
        return [_not_your_turn(by)]
    return []


def why_not_answer(request: RequestFacts) -> list[str]:
    if request.status != "returned":
        return ["Nobody is waiting for an answer to this request."]
    return []


def why_not_take_back(request: RequestFacts, *, by: PersonFacts) -> list[str]:
    if request.status != "returned":
        return ["No question to the organiser is open."]
    if not by.turn:
        return [_not_your_turn(by)]
    return []


def why_not_mark(request: RequestFacts) -> list[str]:
    if not request.is_open:
        return ["Only a request that waits for a decision can be marked."]
    if request.several:
        return [SEVERAL]
    return []


def _not_your_turn(by: PersonFacts) -> str:
    return f"It is not your turn. It is with {by.whose}." if by.whose else "It is not your turn."
