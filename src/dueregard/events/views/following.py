"""What an organiser does after sending: answer, change, withdraw, appeal, say what became of it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from dueregard.events.catalogue import RECORD_AFTER
from dueregard.events.choices import Aftermath
from dueregard.events.commands.amending import Lacking
from dueregard.events.commands.amending import amend as amend_command
from dueregard.events.commands.appealing import lodge_appeal
from dueregard.events.commands.asking import answer as answer_command
from dueregard.events.commands.ending import record_aftermath
from dueregard.events.commands.locking import Organiser
from dueregard.events.commands.sending import withdraw as withdraw_command
from dueregard.events.forms.following import AfterForm, WithdrawForm
from dueregard.events.forms.work import NoteForm
from dueregard.events.queries.facts import request_facts
from dueregard.events.rules.deciding import why_not_lodge_appeal
from dueregard.events.rules.ending import why_not_record_aftermath
from dueregard.events.rules.sending import why_not_amend, why_not_answer, why_not_withdraw
from dueregard.events.views.asking_for import AskForm, show_ask
from dueregard.events.views.record import seen, today_of
from dueregard.events.ways import Way, way_of
from dueregard.kernel.acting import show_refusal
from dueregard.kernel.errors import NotAllowed, NotThere, Refused, refuse_if
from dueregard.kernel.forms import DrForm
from dueregard.kernel.pages import page
from dueregard.organisation.access import require


def sent_way(http: HttpRequest, pk: UUID | None, token: str) -> Way:
    """The organiser's own request, once it has been sent."""
    way = way_of(http, pk, token)
    if way.request.status == "draft":
        raise NotThere
    return way


def act(
    http: HttpRequest, way: Way, form: DrForm, words: dict[str, Any], do: Callable[[], str]
) -> HttpResponse:
    """Show the form; when it is good, do it and go back to the request with what `do` says."""
    status = 200
    if http.method == "POST":
        status = 422
        if form.is_valid():
            try:
                messages.success(http, do())
            except (Refused, NotAllowed) as no:
                status = show_refusal(form, no)
            else:
                return redirect(way.home)
    base = "kernel/public.html" if way.token else "kernel/page.html"
    shown = {"request_": way.request, "form": form, "back": way.home, "base": base, **words}
    return page(http, "events/note.html", shown, status=status)


def _data(http: HttpRequest) -> Any:
    return http.POST if http.method == "POST" else None


@require_http_methods(["GET", "POST"])
def answer(http: HttpRequest, pk: UUID | None = None, token: str = "") -> HttpResponse:
    way = sent_way(http, pk, token)
    question = way.request.questions.filter(answered_at=None).first()
    if http.method == "GET":
        refuse_if(why_not_answer(request_facts(way.request)))
    form = NoteForm(_data(http), label="Your answer", needed="Write your answer.")
    words = {
        "heading": "Answer the question",
        "button": "Send the answer",
        "before": question.question if question else "",
    }

    def do() -> str:
        answer_command(
            pk=way.request.pk, by=way.organiser, text=form.cleaned_data["note"], now=timezone.now()
        )
        return "Thank you. The clock goes on where it stood."

    return act(http, way, form, words, do)


@require_http_methods(["GET", "POST"])
def withdraw(http: HttpRequest, pk: UUID | None = None, token: str = "") -> HttpResponse:
    way = sent_way(http, pk, token)
    if http.method == "GET":
        refuse_if(why_not_withdraw(request_facts(way.request)))
    form = WithdrawForm(_data(http))

    def do() -> str:
        withdraw_command(pk=way.request.pk, by=way.organiser, now=timezone.now(), **form.cleaned_data)
        return "The request is withdrawn. Everybody at work on it is told."

    return act(http, way, form, {"heading": "Withdraw this request", "button": "Withdraw it"}, do)


@require_http_methods(["GET", "POST"])
def appeal(http: HttpRequest, pk: UUID | None = None, token: str = "") -> HttpResponse:
    way = sent_way(http, pk, token)
    decision = way.request.decisions.filter(state="final").first()
    if http.method == "GET":
        refuse_if(
            why_not_lodge_appeal(
                request_facts(way.request),
                until=decision.appeal_until if decision else None,
                today=today_of(http),
                appealed=decision is not None and way.request.appeals.filter(decision=decision).exists(),
                offered=decision is not None and decision.appeal_until is not None,
                charged=decision is not None and decision.charge is not None,
            )
        )
    form = NoteForm(
        _data(http),
        label="Why should it be looked at again?",
        hint="Somebody who took no part in the decision reads this.",
        needed="Say why it should be looked at again.",
    )

    def do() -> str:
        lodge_appeal(
            pk=way.request.pk, by=way.organiser, grounds=form.cleaned_data["note"], now=timezone.now()
        )
        return "Your appeal is made."

    return act(http, way, form, {"heading": "Appeal", "button": "Make the appeal"}, do)


@require_http_methods(["GET", "POST"])
def after(http: HttpRequest, pk: UUID | None = None, token: str = "") -> HttpResponse:
    """What became of the event, told by its organiser or by somebody who keeps the register."""
    way, by = who_tells(http, pk, token)
    if http.method == "GET":
        # Asked as if it had been called off: that can be recorded before the day, everything else after it.
        called_off = Aftermath.CANCELLED_ORGANISER
        refuse_if(why_not_record_aftermath(request_facts(way.request), called_off, today=today_of(http)))
    form = AfterForm(_data(http))
    words = {"heading": "What became of it", "button": "Record it"}

    def do() -> str:
        found = form.cleaned_data
        record_aftermath(
            pk=way.request.pk,
            by=by,
            aftermath=found["aftermath"],
            note=found["note"],
            attended=found["attended"],
            incident=(found["happened"], found["done"]) if found["incident"] else None,
            lesson=found["lesson"],
            now=timezone.now(),
        )
        return "Thank you. It is on the record."

    return act(http, way, form, words, do)


def who_tells(http: HttpRequest, pk: UUID | None, token: str) -> tuple[Way, Any]:
    try:
        way = sent_way(http, pk, token)
    except NotAllowed:
        assert pk is not None
        request, person = seen(http, pk)
        require(person, RECORD_AFTER, unit=request.unit, today=today_of(http))
        return Way(Organiser(person), request), person
    return way, way.organiser


@require_http_methods(["GET", "POST"])
def amend(http: HttpRequest, pk: UUID | None = None, token: str = "") -> HttpResponse:
    """Change something after sending: the same form, by the procedure that the request keeps."""
    way = sent_way(http, pk, token)
    if http.method == "GET":
        refuse_if(why_not_amend(request_facts(way.request), today=today_of(http)))
    ask = AskForm(way.request, way.organiser.person, _data(http), amending=True)
    if http.method != "POST" or http.POST.get("do") != "send" or not ask.is_valid():
        return show_ask(http, ask, way)
    try:
        amend_command(pk=way.request.pk, by=way.organiser, fields=ask.fields(), now=timezone.now())
    except Lacking as lacking:
        ask.form.show_missing(lacking.missing)
        return show_ask(http, ask, way, status=422)
    except Refused as refusal:
        ask.form.add_refusals(refusal.reasons)
        return show_ask(http, ask, way, status=409)
    messages.success(http, "The request is changed. Only what the change touches is looked at again.")
    return redirect(way.home)
