"""What the messages of statements say and to whom: asked by the outbox's worker at the moment of sending."""

from typing import Any

from django.urls import reverse
from django.utils import timezone

from dueregard.kernel.dates import long_date, today_in_london
from dueregard.kernel.refs import Ref
from dueregard.organisation.lookup import Board
from dueregard.outbox.batches import whole_and_number
from dueregard.outbox.kinds import Mail, handle, handle_addresses, link
from dueregard.statements import catalogue
from dueregard.statements.models import Complaint, Copy, Sending
from dueregard.statements.queries.complaint import posts_for_complaints, who_answers
from dueregard.statements.queries.yearly import COPY_TYPE, copies_in
from dueregard.statements.rules.complaining import where_next

COMPLAINANT = "statements.complainant"


def register() -> None:
    """Called once, when the app is ready."""
    handle_addresses(COPY_TYPE, list_address)
    handle_addresses(COMPLAINANT, complainant_address)
    handle(catalogue.YEARLY, recipients=in_the_batch, still_due=always, render=yearly_mail)
    handle(catalogue.COMPLAINT_RECEIVED, recipients=to_complainant, still_due=always, render=received_mail)
    handle(catalogue.COMPLAINT_WAITS, recipients=to_whoever_answers, still_due=unanswered, render=waits_mail)
    handle(catalogue.COMPLAINT_ANSWER, recipients=to_complainant, still_due=always, render=answer_mail)


# --- who -----------------------------------------------------------------------------------------------------


def in_the_batch(about: Ref) -> list[Ref]:
    rows = copies_in(about).order_by("pk").values_list("pk", "person")
    return [
        Ref("organisation.person", str(person)) if person else Ref(COPY_TYPE, str(pk)) for pk, person in rows
    ]


def list_address(ref: Ref) -> tuple[str, str] | None:
    address = Copy.objects.filter(pk=ref.id).values_list("address", flat=True).first()
    return ("", address) if address else None


def complainant_address(ref: Ref) -> tuple[str, str] | None:
    return Complaint.objects.filter(pk=ref.id).values_list("name", "email").first()


def to_complainant(about: Ref) -> list[Ref]:
    return [Ref(COMPLAINANT, about.id)]


def to_whoever_answers(about: Ref) -> list[Ref]:
    complaint = _complaint(about)
    codes = posts_for_complaints()
    board = Board.load(today_in_london(timezone.now()), codes)
    return [person.ref for person in who_answers(complaint.unit, board, codes)]


# --- whether still -------------------------------------------------------------------------------------------


def always(about: Ref, to: Ref) -> bool:
    return True


def unanswered(about: Ref, to: Ref) -> bool:
    return not _complaint(about).result


def _complaint(about: Ref) -> Complaint:
    return Complaint.objects.select_related("unit").get(pk=about.id)


# --- what it says --------------------------------------------------------------------------------------------


def yearly_mail(about: Ref, to: Ref, data: dict[str, Any]) -> Mail:
    sending = Sending.objects.select_related("unit", "version").get(pk=whole_and_number(about)[0])
    return Mail(yearly_subject(sending), yearly_text(sending))


def yearly_subject(sending: Sending) -> str:
    return f"Freedom of speech at {sending.unit.name}: the code of practice"


def yearly_text(sending: Sending) -> str:
    """The duty in plain words, and where the code stands (HERA 2017 s.A2(5))."""
    version, starts = sending.version, sending.version.in_force_from
    since = f", in force from {long_date(starts)}" if starts else ""
    address = link(reverse("public_statements:code-version", args=[version.pk]))
    return "\n\n".join(
        part
        for part in (
            sending.words,
            (
                f"{sending.unit.name} must take the steps that are reasonably practicable to secure freedom of speech "
                "within the law for its students, its staff, its members and visiting speakers, and must promote the "
                "importance of it. The use of its premises, and the terms of that use, must not depend on anybody’s "
                "ideas or opinions. The law that says so is sections A1 to A3 of the Higher Education and Research Act 2017."
            ),
            (
                "The code of practice says what that means here: the values, how a meeting or an event is arranged and "
                "decided, what conduct is expected, and what you can do if you think that freedom of speech was not upheld."
            ),
            f"{version.title}, version {version.number}{since}:\n{address}",
            "We send this once a year to all students. Nothing has to be answered.",
        )
        if part
    )


def received_mail(about: Ref, to: Ref, data: dict[str, Any]) -> Mail:
    complaint = _complaint(about)
    which = f"About: {complaint.which}" if complaint.which else ""
    text = "\n\n".join(
        part
        for part in (
            f"Dear {complaint.name},",
            f"We have your complaint about freedom of speech. Its number is {complaint.shown_number}.",
            which,
            f"You wrote:\n{complaint.what}",
            "Somebody who is responsible for it reads it and answers you at this address.",
            where_next(complaint.who, nation=complaint.unit.nation, today=today_in_london(complaint.made_at)),
            complaint.unit.name,
        )
        if part
    )
    return Mail(f"We have your complaint {complaint.shown_number}", text)


def waits_mail(about: Ref, to: Ref, data: dict[str, Any]) -> Mail:
    complaint = _complaint(about)
    address = link(reverse("statements:complaint", args=[complaint.pk]))
    return Mail(
        f"A complaint about freedom of speech waits for you: {complaint.shown_number}",
        f"Somebody thinks that freedom of speech was not upheld. Read it and answer it here:\n{address}",
    )


def answer_mail(about: Ref, to: Ref, data: dict[str, Any]) -> Mail:
    complaint = _complaint(about)
    said = complaint.get_result_display()
    today = today_in_london(complaint.answered_at or timezone.now())
    text = "\n\n".join(
        (
            f"Dear {complaint.name},",
            (
                f"You complained on {long_date(today_in_london(complaint.made_at))} that freedom of speech was not "
                f"upheld ({complaint.shown_number}). This is our answer: {said.lower()}."
            ),
            complaint.answer,
            where_next(complaint.who, nation=complaint.unit.nation, today=today),
            complaint.unit.name,
        )
    )
    return Mail(f"The answer to your complaint {complaint.shown_number}", text)
