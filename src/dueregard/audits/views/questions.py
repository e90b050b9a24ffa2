"""Lists of further questions: seen by all who have to do with audits, written by those who plan them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dueregard.audits.catalogue import PLAN
from dueregard.audits.choices import Standing
from dueregard.audits.commands import questions as commands
from dueregard.audits.forms import LONGEST_LIST, QuestionsForm
from dueregard.audits.models import Edition, QuestionList
from dueregard.audits.queries import questions as queries
from dueregard.audits.queries.visible import planning_scope
from dueregard.audits.views.entrance import crumbs, insider
from dueregard.kernel.acting import act
from dueregard.kernel.errors import NotAllowed, Refused
from dueregard.kernel.pages import page
from dueregard.kernel.paging import keyset
from dueregard.organisation.access import may
from dueregard.organisation.models import Person

GET_AND_POST = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def questions(http: HttpRequest) -> HttpResponse:
    """All lists that this person may see, by title."""
    person = insider(http)
    shown = keyset(
        queries.with_standing(queries.lists_for(person)),
        order=("title", "id"),
        after=http.GET.get("after"),
        before=http.GET.get("before"),
        size=25,
    )
    return page(http, "audits/questions.html", {"shown": shown, "plans": may(person, PLAN)})


@GET_AND_POST
def new(http: HttpRequest) -> HttpResponse:
    person = insider(http)
    scope = planning_scope(person)
    if not scope:
        raise NotAllowed("None of your posts lets you plan audits.")
    units = list(scope.units().filter(closed_on=None).order_by("path")[:LONGEST_LIST])
    data = http.POST if http.method == "POST" else None
    initial = {"revision": 0, "unit": str(units[0].pk) if units else ""}
    form = QuestionsForm(data, units=units, initial=initial)

    def do(typed: dict[str, Any]) -> HttpResponse:
        said = {name: typed[name] for name in ("title", "about", "questions")}
        made = commands.begin_list(by=person, unit=form.units[typed["unit"]], now=timezone.now(), **said)
        return _kept(http, made)

    context = {"heading": "A new list of further questions", "breadcrumbs": _way()}
    return act(http, form, "audits/questions_form.html", context, do)


@GET_AND_POST
def write(http: HttpRequest, pk: UUID) -> HttpResponse:
    """The draft of the next version, begun with the one in use."""
    person, found = _writer(http, pk)
    editions = list(found.editions.exclude(standing=Standing.DISCARDED).order_by("-number")[:2])
    draft = next((each for each in editions if each.standing == Standing.DRAFT), None)
    begun = draft or (editions[0] if editions else None)
    initial: dict[str, Any] = {"revision": draft.revision if draft else 0}
    if begun is not None:
        initial |= {"about": begun.about, "questions": "\n".join(begun.questions)}
    form = QuestionsForm(http.POST if http.method == "POST" else None, initial=initial)

    def do(typed: dict[str, Any]) -> HttpResponse:
        return _kept(http, commands.write_questions(by=person, pk=pk, now=timezone.now(), **typed))

    context = {"heading": f"‘{found.title}’: the next version", "breadcrumbs": _way(found)}
    return act(http, form, "audits/questions_form.html", context, do)


def _kept(http: HttpRequest, made: Edition) -> HttpResponse:
    messages.success(http, "Saved. No audit asks it before it is put in use.")
    return redirect("audits:question-list", pk=made.of_id)


@require_safe
def question_list(http: HttpRequest, pk: UUID) -> HttpResponse:
    """What a list asks, and every version that there was."""
    person = insider(http)
    found = queries.may_see_list(person, pk)
    shown = keyset(
        queries.editions_of(found),
        order=("-number",),
        after=http.GET.get("after"),
        before=http.GET.get("before"),
        size=20,
    )
    context = {
        "list": found,
        "shown": shown,
        "used": found.editions.filter(standing=Standing.USED).first(),
        "draft": found.editions.filter(standing=Standing.DRAFT).first(),
        "plans": may(person, PLAN, unit=found.unit),
        "breadcrumbs": _way(),
    }
    return page(http, "audits/question_list.html", context)


@require_POST
def stop(http: HttpRequest, pk: UUID) -> HttpResponse:
    person, found = _writer(http, pk)
    said = "The list is offered no more. Audits that ask it go on."
    return _done(http, found, said, lambda: commands.give_up_questions(by=person, pk=pk, now=timezone.now()))


@require_POST
def use(http: HttpRequest, pk: UUID) -> HttpResponse:
    person, edition = _edition(http, pk)
    given = http.POST.get("revision", "")
    revision = int(given) if given.isascii() and given.isdigit() and len(given) < 8 else 0
    said = f"Version {edition.number} is in use. Audits that are planned from now on may ask it."

    def do() -> Any:
        return commands.use_questions(by=person, pk=pk, revision=revision, now=timezone.now())

    return _done(http, edition.of, said, do)


@require_POST
def let_go(http: HttpRequest, pk: UUID) -> HttpResponse:
    person, edition = _edition(http, pk)
    said = "The draft is let go. Its number stays used."
    return _done(
        http, edition.of, said, lambda: commands.let_go_questions(by=person, pk=pk, now=timezone.now())
    )


def _writer(http: HttpRequest, pk: UUID) -> tuple[Person, QuestionList]:
    person = insider(http)
    found = queries.may_see_list(person, pk)
    if not may(person, PLAN, unit=found.unit):
        raise NotAllowed("Whoever plans audits there writes its questions.")
    return person, found


def _edition(http: HttpRequest, pk: UUID) -> tuple[Person, Edition]:
    person = insider(http)
    return person, queries.edition_seen(person, pk)


def _done(http: HttpRequest, found: QuestionList, said: str, do: Callable[[], Any]) -> HttpResponse:
    try:
        do()
        messages.success(http, said)
    except Refused as no:
        messages.error(http, " ".join(no.reasons))
    return redirect("audits:question-list", pk=found.pk)


def _way(found: QuestionList | None = None) -> list[tuple[str, str]]:
    way = [*crumbs(), ("Further questions", reverse("audits:questions"))]
    return [*way, (found.title, reverse("audits:question-list", args=[found.pk]))] if found else way
