"""The partner check: asking by a preview, the page behind the one-time link, and what is held about a speaker."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dueregard.accounts.links import find
from dueregard.events import catalogue
from dueregard.events.commands import partner as commands
from dueregard.events.forms.partner import AskPartnersForm, PartnerAnswerForm
from dueregard.events.models import EventRequest, PartnerContact, PartnerQuestion
from dueregard.events.partner_messages import FIRST, mail_in_words
from dueregard.events.queries.facts import everybody_at_work, person_facts, request_facts
from dueregard.events.queries.memory import earlier_of
from dueregard.events.queries.partner import contacts_of, forget_on, held_about, question_facts
from dueregard.events.rules.partner import question_in_words, why_not_answer_partner, why_not_ask_partners
from dueregard.events.views.record import seen, today_of
from dueregard.kernel.acting import show_refusal
from dueregard.kernel.errors import NotAllowed, NotThere, Refused, refuse_if
from dueregard.kernel.pages import page
from dueregard.ledger.commands import recorded_read
from dueregard.organisation.access import may, require
from dueregard.organisation.lookup import provider_of
from dueregard.organisation.models import Person


def _not_the_organiser(http: HttpRequest, pk: UUID) -> tuple[EventRequest, Person]:
    request, person = seen(http, pk)
    if request.organiser_id == person.pk:
        raise NotThere
    return request, person


@require_http_methods(["GET", "POST"])
def ask(http: HttpRequest, pk: UUID) -> HttpResponse:
    """Choose a speaker and whom to ask; read exactly what they will read; send."""
    request, person = _not_the_organiser(http, pk)
    assert request.unit is not None
    contacts = list(contacts_of(request.unit)[:500])
    names = list(request.whole.speakers.values_list("name", flat=True))
    _may_ask(http, request, person)
    data = http.POST if http.method == "POST" else None
    form = AskPartnersForm(data, speakers=names, contacts=contacts, today=today_of(http))
    if data is None or not form.is_valid() or data.get("do") == "back":
        changing = data is not None and data.get("do") == "back"
        if changing:
            form.errors.clear()
        return _ask_page(
            http, request, person, form, contacts, status=200 if data is None or changing else 422
        )
    if data.get("do") != "send":
        return _preview(http, request, person, form, contacts)
    return _send(http, request, person, form, contacts)


def _may_ask(http: HttpRequest, request: EventRequest, person: Person) -> None:
    today = today_of(http)
    people = everybody_at_work(request, today)
    if person not in people and not may(person, catalogue.CHECK, today=today):
        require(person, catalogue.DECIDE, today=today)
    refuse_if(why_not_ask_partners(request_facts(request), by=person_facts(person, people)))


def _send(
    http: HttpRequest,
    request: EventRequest,
    person: Person,
    form: AskPartnersForm,
    contacts: list[PartnerContact],
) -> HttpResponse:
    chosen = [UUID(each) for each in form.cleaned_data["contacts"]]
    speaker = form.cleaned_data["speaker"]
    try:
        made = commands.ask_partners(
            pk=request.pk, by=person, speaker=speaker, contacts=chosen, now=timezone.now()
        )
    except (Refused, NotAllowed) as no:
        return _ask_page(http, request, person, form, contacts, status=show_refusal(form, no))
    said = "One partner is asked" if len(made) == 1 else f"{len(made)} partners are asked"
    messages.success(http, f"{said}. You are told when an answer comes.")
    return redirect("events:request", pk=request.pk)


def _preview(
    http: HttpRequest,
    request: EventRequest,
    person: Person,
    form: AskPartnersForm,
    contacts: list[PartnerContact],
) -> HttpResponse:
    now, speaker = timezone.now(), form.cleaned_data["speaker"]
    chosen = [each for each in contacts if str(each.pk) in form.cleaned_data["contacts"]]
    sample = PartnerQuestion(
        request=request,
        asked_by=person,
        contact_name=chosen[0].name,
        expires_at=now + catalogue.PARTNER_LASTS,
    )
    assert request.unit is not None
    shown = {
        "request_": request,
        "chosen": chosen,
        "speaker": speaker,
        "mail": mail_in_words(sample, FIRST, "[their own link]"),
        "question": question_in_words(speaker, request.title, provider_of(request.unit).name),
        "forget_on": forget_on(request.unit, now),
        "form": form,
    }
    return page(http, "events/ask_partners_preview.html", shown)


def _ask_page(
    http: HttpRequest,
    request: EventRequest,
    person: Person,
    form: AskPartnersForm,
    contacts: list[PartnerContact],
    *,
    status: int,
) -> HttpResponse:
    today = today_of(http)
    shown = {
        "request_": request,
        "form": form,
        "good": [each for each in contacts if each.review_by >= today],
        "overdue": [each for each in contacts if each.review_by < today],
        "earlier": earlier_of(request, person, today),
        "may_keep": may(person, catalogue.PARTNER_CONTACTS, today=today),
    }
    return page(http, "events/ask_partners.html", shown, status=status)


@require_POST
def act(http: HttpRequest, pk: UUID) -> HttpResponse:
    """Remind, take back, or say that the answer is read."""
    question = PartnerQuestion.objects.filter(pk=pk).first()
    if question is None:
        raise NotThere
    _, person = _not_the_organiser(http, question.request_id)
    now, do = timezone.now(), http.POST.get("do")
    if do == "remind":
        commands.remind_partner(pk=pk, by=person, now=now)
        messages.success(http, f"{question.organisation} is reminded.")
    elif do == "take-back":
        commands.take_question_back(pk=pk, by=person, now=now)
        messages.success(http, "The question is taken back. Its link opens nothing any more.")
    else:
        commands.read_answer(pk=pk, by=person, now=now)
        messages.success(http, "Noted that you have read the answer.")
    return redirect("events:request", pk=question.request_id)


@login_not_required
@require_http_methods(["GET", "POST"])
def answer(http: HttpRequest, token: str) -> HttpResponse:
    """The one question, for whoever holds the link. Opening it uses nothing up; the answer does."""
    link = find(catalogue.PARTNER_CHECK, token, timezone.now())
    rows = PartnerQuestion.objects.select_related("request__unit", "request__main", "asked_by", "contact")
    question = rows.filter(pk=link.about_id).first() if link else None
    if link is None or question is None or question.forgotten_at is not None:
        raise NotThere
    form = PartnerAnswerForm(http.POST if http.method == "POST" else None)
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        try:
            with transaction.atomic():
                commands.answer_partner(link=link, now=timezone.now(), **form.cleaned_data)
            return page(http, "events/partner_thanks.html", {"question": question, "home": _home(question)})
        except Refused as no:
            status = show_refusal(form, no)
    shown = {
        "question": question,
        "words": question_in_words(question.speaker, question.event, _home(question)),
        "why_not": why_not_answer_partner(question_facts(question), now=timezone.now()),
        "home": _home(question),
        "form": form,
    }
    return page(http, "events/partner_answer.html", shown, status=status)


def _home(question: PartnerQuestion) -> str:
    assert question.request.unit is not None
    return provider_of(question.request.unit).name


@require_safe
def held(http: HttpRequest, pk: UUID, position: int) -> HttpResponse:
    """What is held about one speaker, as a text to hand to that speaker. That it was written out is recorded."""
    request, person = _not_the_organiser(http, pk)
    require(person, catalogue.READ, unit=request.unit, today=today_of(http))
    speaker = request.whole.speakers.filter(position=min(position, 999)).first()
    if speaker is None:
        raise NotThere
    recorded_read(catalogue.HELD_TOLD, by=person.actor(), on=request.ref)
    text = "\n".join(held_about(request, speaker)) + "\n"
    answer_ = HttpResponse(text, content_type="text/plain; charset=utf-8")
    answer_["Content-Disposition"] = f'attachment; filename="what-is-held-{request.whole.number}.txt"'
    answer_["Cache-Control"] = "no-store"
    return answer_
