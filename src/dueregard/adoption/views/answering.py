"""One case study: what we answer, answering it, and what follows."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dueregard.adoption.catalogue import ADOPT
from dueregard.adoption.choices import Says
from dueregard.adoption.commands import answering as commands
from dueregard.adoption.commands import following
from dueregard.adoption.forms import AnswerForm, PlanForm
from dueregard.adoption.models import Answer
from dueregard.adoption.queries.drafting import offer_for
from dueregard.adoption.queries.owning import post_choices
from dueregard.adoption.queries.pages import answers_to, of_answers
from dueregard.adoption.queries.studies import answered_study_at, study_at
from dueregard.adoption.queries.visible import may_see_answer, units_of
from dueregard.adoption.rules.answering import WILL
from dueregard.adoption.rules.proposing import proposed
from dueregard.adoption.views.entrance import chosen, insider, today_of
from dueregard.kernel.acting import show_refusal
from dueregard.kernel.dates import long_date
from dueregard.kernel.errors import NotAllowed, NotThere, Refused
from dueregard.kernel.pages import page
from dueregard.organisation.access import UnitScope, may, units_where
from dueregard.practice.choices import Status
from dueregard.practice.models import CaseStudy
from dueregard.procedures.catalogue import DRAFT

GET_AND_POST = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def case_study(http: HttpRequest, slug: str) -> HttpResponse:
    """What each unit answers to a case study, what follows from it, and what was answered before."""
    person = insider(http)
    study, today = answered_study_at(slug), today_of(http)
    archived = study.status == Status.ARCHIVED
    scope = UnitScope(everything=False, paths=()) if archived else units_where(person, ADOPT)
    answers = answers_to(study, person, today)
    if archived and not answers:
        raise NotThere
    shown = {
        "study": study,
        "archived": archived,
        "answers": answers,
        "units": units_of(scope) if scope else [],
        "scope": scope,
        "today": today,
        "breadcrumbs": _crumbs(),
    }
    return page(http, "adoption/case_study.html", shown)


def _crumbs(study: CaseStudy | None = None) -> list[tuple[str, str]]:
    trail = [("Adopting practice", reverse("adoption:gaps"))]
    return [*trail, (study.title, reverse("adoption:case-study", args=[study.slug]))] if study else trail


@GET_AND_POST
def answer(http: HttpRequest, slug: str) -> HttpResponse:
    """Answer a case study for the unit of `?unit=`, else for the first one where this person may."""
    person = insider(http)
    study, scope = study_at(slug), units_where(person, ADOPT)
    if not scope:
        raise NotAllowed("None of your posts lets you answer case studies.")
    unit = chosen(units_of(scope), http.GET.get("unit", ""))
    known = Answer.objects.filter(case_study=study, unit=unit).first()
    data = http.POST if http.method == "POST" else None
    form = AnswerForm(data, posts=post_choices(), initial=_initial(known))
    status = 422 if form.is_bound else 200
    if data is not None and form.is_valid():
        try:
            made = commands.answer(
                case_study=study.pk, unit=unit.pk, by=person, said=form.words(), now=timezone.now()
            )
        except (Refused, NotAllowed) as no:
            status = show_refusal(form, no)
        else:
            return _answered(http, made, study)
    shown = {"form": form, "study": study, "unit": unit, "known": known, "breadcrumbs": _crumbs(study)}
    return page(http, "adoption/answer.html", shown, status=status)


def _initial(known: Answer | None) -> dict[str, Any]:
    if known is None:
        return {"number": 0}
    names = ("says", "reason", "evidence", "evidence_link", "owner_post", "review_on", "number")
    return {name: getattr(known, name) for name in names}


def _answered(http: HttpRequest, made: Answer, study: CaseStudy) -> HttpResponse:
    messages.success(http, "Your answer is recorded.")
    if made.says == Says.WILL:
        return redirect("adoption:plan", pk=made.pk)
    return redirect("adoption:case-study", slug=study.slug)


def _to_follow(http: HttpRequest, pk: UUID) -> Answer:
    """An answer that this person may see, and follow up."""
    person = insider(http)
    found = may_see_answer(person, pk)
    if not may(person, ADOPT, unit=found.unit):
        raise NotAllowed("None of your posts lets you plan what follows here.")
    if found.case_study.status != "published":
        raise NotThere
    return found


@GET_AND_POST
def plan(http: HttpRequest, pk: UUID) -> HttpResponse:
    """What follows from ‘we will’: the draft of a procedure where we have one, and actions."""
    found = _to_follow(http, pk)
    form = _plan_form(http, found)
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        try:
            agreed = following.plan(pk=pk, by=insider(http), lines=form.lines(), now=timezone.now())
        except (Refused, NotAllowed) as no:
            status = show_refusal(form, no)
        else:
            many = "1 action is" if len(agreed) == 1 else f"{len(agreed)} actions are"
            messages.success(http, f"{many} agreed. Whoever holds the post is told.")
            return redirect("adoption:case-study", slug=found.case_study.slug)
    return _plan(http, found, form, status=status)


def _plan_form(http: HttpRequest, found: Answer) -> PlanForm:
    """Lines are proposed where no preset goes with the case study; with one, its draft comes first."""
    lines = [] if found.case_study.preset else proposed(found.case_study.text)
    data = http.POST if http.method == "POST" and "line" in http.POST else None
    return PlanForm(data, proposals=lines, posts=post_choices())


def _plan(http: HttpRequest, found: Answer, form: PlanForm, *, status: int) -> HttpResponse:
    person = insider(http)
    shown = {
        "answer": found,
        "form": form,
        "will": found.says == WILL,
        "offer": offer_for(found, today_of(http)),
        "drafts": may(person, DRAFT, unit=found.unit),
        "actions": of_answers([found]),
        "today": today_of(http),
        "breadcrumbs": _crumbs(found.case_study),
    }
    return page(http, "adoption/plan.html", shown, status=status)


@require_POST
def draft(http: HttpRequest, pk: UUID) -> HttpResponse:
    """Make the draft, and go to it."""
    found = _to_follow(http, pk)
    form = _plan_form(http, found)
    try:
        version = following.draft(pk=pk, by=insider(http), now=timezone.now())
    except (Refused, NotAllowed) as no:
        form = PlanForm({}, proposals=form.proposals[:-2], posts=[])
        form.is_valid()
        return _plan(http, found, form, status=show_refusal(form, no))
    again = long_date(found.review_on)
    messages.success(
        http,
        f"The draft is made for {found.unit.name}. Change what does not fit; somebody else approves it. "
        f"The case study is looked at again on {again}.",
    )
    return redirect("procedures:edit", pk=version.pk)
