"""Work on a request: checks and their papers, decisions, second persons, questions, marks."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dueregard.documents.files import serve
from dueregard.documents.models import StoredFile
from dueregard.events import catalogue
from dueregard.events.choices import Outcome
from dueregard.events.commands import asking, checking, deciding
from dueregard.events.forms.conditions import TAKE, ConditionForm, condition_forms, conditions_in, taken_over
from dueregard.events.forms.work import (
    PASS_UP,
    CheckForm,
    DecisionForm,
    FileForm,
    NoteForm,
)
from dueregard.events.letters import what_follows, words_of
from dueregard.events.models import Check, Decision, EventRequest
from dueregard.events.queries.facts import everybody_at_work, person_facts, request_facts
from dueregard.events.queries.owners import owner_choices
from dueregard.events.queries.record import Record, record_of
from dueregard.events.queries.risk import mitigations_on
from dueregard.events.rules.deciding import what_a_decision_lacks
from dueregard.events.rules.facts import DecisionFacts
from dueregard.events.rules.sending import why_not_mark, why_not_return
from dueregard.events.views.record import reader_of, seen, show, today_of
from dueregard.kernel.acting import show_refusal
from dueregard.kernel.errors import NotAllowed, NotThere, Refused, refuse_if
from dueregard.kernel.forms import summary
from dueregard.kernel.pages import page
from dueregard.ledger.commands import recorded_read
from dueregard.organisation.access import require
from dueregard.organisation.models import Person


@require_http_methods(["GET", "POST"])
def check(http: HttpRequest, pk: UUID) -> HttpResponse:
    """One check: the facts that it needs, its papers, and what was found."""
    found, request, person = _check(http, pk)
    form = CheckForm(http.POST if http.method == "POST" else None)
    if http.method == "POST" and form.is_valid():
        try:
            checking.record_check(pk=pk, by=person, now=timezone.now(), **form.cleaned_data)
        except (Refused, NotAllowed) as no:
            return _check_page(http, found, request, person, form, FileForm(), status=show_refusal(form, no))
        messages.success(http, f"‘{found.title}’ is recorded.")
        return redirect(settings.LOGIN_REDIRECT_URL)
    return _check_page(http, found, request, person, form, FileForm(), status=422 if form.is_bound else 200)


@require_POST
def add_file(http: HttpRequest, pk: UUID) -> HttpResponse:
    """Keep a paper with a check. What was typed beside it is shown again."""
    found, request, person = _check(http, pk)
    form, status = FileForm(http.POST, http.FILES), 422
    if form.is_valid():
        try:
            checking.add_file(pk=pk, by=person, upload=form.cleaned_data["file"], now=timezone.now())
        except (Refused, NotAllowed) as no:
            status = show_refusal(form, no)
        else:
            messages.success(http, f"‘{form.cleaned_data['file'].name}’ is kept with this check.")
            return redirect("events:check", pk=pk)
    return _check_page(http, found, request, person, CheckForm(), form, status=status)


def _check(http: HttpRequest, pk: UUID) -> tuple[Check, EventRequest, Person]:
    """A check of a request that the reader may see; an organiser sees no more of it than the record shows."""
    found = Check.objects.select_related("done_by").filter(pk=pk).first()
    if found is None:
        raise NotThere
    request, person = seen(http, found.request_id)
    if request.organiser_id == person.pk:
        raise NotThere
    return found, request, person


def _check_page(
    http: HttpRequest,
    found: Check,
    request: EventRequest,
    person: Person,
    form: CheckForm,
    file_form: FileForm,
    *,
    status: int,
) -> HttpResponse:
    record = record_of(request, person, today_of(http))
    line = next((each for each in record.checks if each.check.pk == found.pk), None)
    step = request.edition.document.check(found.code) if request.edition else None
    shown = {
        "record": record,
        "request_": request,
        "line": line,
        "check": found,
        "help": step.help if step else "",
        "form": form,
        "file_form": file_form,
    }
    return page(http, "events/check.html", shown, status=status)


@require_safe
def file(http: HttpRequest, pk: UUID) -> HttpResponseBase:
    """Download a paper. That it was opened is recorded before anything is sent."""
    person = reader_of(http)
    kept = StoredFile.objects.filter(pk=pk, about_type="events.check").first()
    found = Check.objects.filter(pk=kept.about_id).first() if kept else None
    if kept is None or found is None:
        raise NotThere
    request, _ = seen(http, found.request_id)
    if request.organiser_id == person.pk:
        raise NotThere
    recorded_read(catalogue.FILE_READ, by=person.actor(), on=request.ref, data={"file": str(kept.pk)})
    return serve(kept)


@require_http_methods(["GET", "POST"])
def decide(http: HttpRequest, pk: UUID) -> HttpResponse:
    """The whole record and the decision form on one page."""
    request, person = seen(http, pk)
    record = record_of(request, person, today_of(http))
    if http.method == "GET" and record.why_not_decide:
        return show(http, record, {"why_not": record.why_not_decide})
    form, conditions = _decision_forms(http, record)
    if http.method != "POST" or http.POST.get("do") in ("condition", TAKE):
        if http.method == "POST":
            form.errors.clear()
        return _decision_page(http, record, form, conditions)
    good = all([form.is_valid(), *(each.is_valid() for each in conditions if each.is_bound)])
    if not good:
        return _decision_page(http, record, form, conditions, status=422)
    try:
        return _record_decision(http, request, person, form, conditions, record)
    except (Refused, NotAllowed) as no:
        fresh = record_of(seen(http, pk)[0], person, today_of(http))
        return _decision_page(http, fresh, form, conditions, status=show_refusal(form, no))


def _decision_forms(http: HttpRequest, record: Record) -> tuple[DecisionForm, list[ConditionForm]]:
    data = http.POST if http.method == "POST" else None
    do = data.get("do") if data is not None else ""
    may = record.facts.may or ("approve", "approve with conditions", "refuse")
    mitigations = mitigations_on(record)
    facts = record.facts
    form = DecisionForm(
        data,
        may=may,
        checks_open=bool(facts.checks_open),
        advice_open=bool(facts.advice_open),
        mitigations=mitigations,
    )
    owners = owner_choices(record.request)
    conditions = condition_forms(data, more=do == "condition", owners=owners)
    if do == TAKE and form.taken is not None:
        conditions = taken_over(conditions, form.taken, owners)
    form.leave_out(conditions)
    return form, conditions


def _record_decision(
    http: HttpRequest,
    request: EventRequest,
    person: Person,
    form: DecisionForm,
    conditions: list[ConditionForm],
    record: Record,
) -> HttpResponse:
    now = timezone.now()
    if form.cleaned_data["outcome"] == PASS_UP:
        turn = deciding.pass_up(pk=request.pk, by=person, note=form.cleaned_data["pass_note"], now=now)
        messages.success(http, f"Passed up to {turn.title}.")
        return redirect("events:request", pk=request.pk)
    decision = form.facts(conditions_in(conditions))
    missing = what_a_decision_lacks(decision, checks_open=record.facts.not_done)
    if missing and record.my_turn and record.request.is_open:
        form.show_missing(missing, conditions)
        return _decision_page(http, record, form, conditions, status=422)
    if decision.outcome == Outcome.REFUSED and http.POST.get("letter") != "shown":
        return _letter_page(http, record, form, conditions, decision)
    made = deciding.decide(pk=request.pk, by=person, decision=decision, now=now)
    if made.state == "proposed":
        messages.success(
            http,
            "Your proposal is recorded. The request stands as it stood until a second person confirms it.",
        )
    else:
        messages.success(http, "The decision is recorded, and the organiser is told.")
    return redirect("events:request", pk=request.pk)


def _letter_page(
    http: HttpRequest,
    record: Record,
    form: DecisionForm,
    conditions: list[ConditionForm],
    decision: DecisionFacts,
) -> HttpResponse:
    """Before a refusal is proposed its letter is shown, as it would go out, with its own words to be changed."""
    assert record.reader is not None
    words = decision.letter_words or words_of(
        decision.outcome, decision.reasons, body=record.request.track_title
    )
    form.data = {**form.data.dict(), "letter_words": words}  # type: ignore[attr-defined]
    draft = Decision(outcome=decision.outcome, law=decision.law, lesser=decision.lesser, by=record.reader)
    return _decision_page(http, record, form, conditions, letter=what_follows(draft))


def _decision_page(
    http: HttpRequest,
    record: Record,
    form: DecisionForm,
    conditions: list[ConditionForm],
    *,
    status: int = 200,
    letter: str = "",
) -> HttpResponse:
    more: dict[str, Any] = {
        "deciding": True,
        "letter": letter,
        "form": form,
        "conditions": conditions,
        "lines": summary(form, *(each for each in conditions if each.is_bound)) if status != 200 else [],
        "problem": status != 200,
        "checks_open": record.facts.not_done,
    }
    return show(http, record, more, status=status)


@require_http_methods(["GET", "POST"])
def confirm(http: HttpRequest, pk: UUID) -> HttpResponse:
    """The second person: confirm the refusal or the charge, or not."""
    request, person = seen(http, pk)
    label = "Your note"
    hint = "If you do not confirm it, say why. The person who proposed it reads these words."
    form = NoteForm(http.POST if http.method == "POST" else None, label=label, hint=hint, required=False)
    if http.method == "POST" and form.is_valid():
        command = deciding.confirm_refusal if http.POST.get("do") == "confirm" else deciding.do_not_confirm
        try:
            command(pk=pk, by=person, note=form.cleaned_data["note"], now=timezone.now())
        except (Refused, NotAllowed) as no:
            return _confirm_page(http, request, person, form, status=show_refusal(form, no))
        said = (
            "It is confirmed, and the organiser is told."
            if http.POST.get("do") == "confirm"
            else "You did not confirm it."
        )
        messages.success(http, said)
        return redirect("events:request", pk=pk)
    return _confirm_page(http, request, person, form, status=422 if form.is_bound else 200)


def _confirm_page(
    http: HttpRequest, request: EventRequest, person: Person, form: NoteForm, *, status: int
) -> HttpResponse:
    record = record_of(request, person, today_of(http))
    if status == 200 and record.why_not_confirm:
        return show(http, record, {"why_not": record.why_not_confirm})
    more = {"confirming": True, "form": form, "problem": status != 200}
    return show(http, record, more, status=status)


@require_http_methods(["GET", "POST"])
def ask(http: HttpRequest, pk: UUID) -> HttpResponse:
    """Return the request for information."""
    request, person = seen(http, pk)
    if http.method == "GET":
        people = everybody_at_work(request, today_of(http))
        refuse_if(why_not_return(request_facts(request), by=person_facts(person, people)))
    form = NoteForm(
        http.POST if http.method == "POST" else None,
        label="What do you need to know?",
        hint="The organiser reads these words. The clock stands still until the answer comes.",
        needed="Write your question.",
    )
    if http.method == "POST" and form.is_valid():
        try:
            asking.return_for_information(
                pk=pk, by=person, question=form.cleaned_data["note"], now=timezone.now()
            )
        except (Refused, NotAllowed) as no:
            status = show_refusal(form, no)
            return _note_page(http, request, form, "Ask the organiser", "Send the question", status=status)
        messages.success(http, "The question is sent. The clock stands still until it is answered.")
        return redirect("events:request", pk=pk)
    return _note_page(
        http, request, form, "Ask the organiser", "Send the question", status=422 if form.is_bound else 200
    )


def _note_page(
    http: HttpRequest, request: EventRequest, form: NoteForm, title: str, button: str, *, status: int
) -> HttpResponse:
    shown = {"request_": request, "form": form, "heading": title, "button": button}
    return page(http, "events/note.html", shown, status=status)


@require_POST
def take_back(http: HttpRequest, pk: UUID) -> HttpResponse:
    """The answer is no longer needed."""
    _, person = seen(http, pk)
    asking.take_back(pk=pk, by=person, now=timezone.now())
    messages.success(http, "The question is taken back. The clock goes on where it stood.")
    return redirect("events:request", pk=pk)


@require_http_methods(["GET", "POST"])
def mark(http: HttpRequest, pk: UUID) -> HttpResponse:
    """Mark as a designated event, after saying what that means."""
    request, person = seen(http, pk)
    if http.method == "POST":
        asking.mark_designated(pk=pk, by=person, now=timezone.now())
        messages.success(http, "Marked as a designated event.")
        return redirect("events:request", pk=pk)
    require(person, catalogue.MARK, unit=request.unit, today=today_of(http))
    refuse_if(why_not_mark(request_facts(request)))
    means = request.edition.document.designated_means if request.edition else ""
    return page(http, "events/mark.html", {"request_": request, "means": means})
