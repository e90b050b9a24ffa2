"""The gap view: by theme, every case study with what a unit answers to it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Q, QuerySet

from dueregard.actions.choices import State
from dueregard.actions.models import Action
from dueregard.adoption.choices import Says
from dueregard.adoption.models import Answer
from dueregard.adoption.queries.owning import Owners
from dueregard.adoption.queries.studies import adoptable
from dueregard.organisation.models import Unit
from dueregard.practice.models import CaseStudy, Placement, Theme

ABOUT = "adoption.answer"
ORDER = ("theme__position", "theme__title", "theme_id", "case_study__title", "id")
SHOWS = {
    "": "Everything",
    "gap": "Without an answer",
    "does": "We do this",
    "will": "We will",
    "not": "Not for us",
    "overdue": "With an action overdue",
    "review": "To be looked at again",
}


@dataclass(slots=True)
class Row:
    """A case study under one of its themes. `answer` is None for a gap."""

    study: CaseStudy
    theme: Theme
    answer: Answer | None
    owner: str = ""
    names: str = ""
    open: list[Action] = field(default_factory=list)
    agreed: int = 0
    overdue: int = 0
    review_due: bool = False

    @property
    def nothing_agreed(self) -> bool:
        """‘We will’, and nothing has followed yet."""
        return (
            self.answer is not None
            and self.answer.says == Says.WILL
            and not self.agreed
            and not self.answer.draft_id
        )


@dataclass(frozen=True, slots=True)
class Tally:
    """How many case studies there are, and what was answered; each case study once, whatever its themes."""

    total: int
    does: int
    will: int
    no: int

    @property
    def gaps(self) -> int:
        return self.total - self.does - self.will - self.no


def placements(unit: Unit, *, theme: str, show: str, today: date) -> QuerySet[Placement]:
    """Case studies under their themes, as the filters ask, in the order of `ORDER` once sorted."""
    rows = Placement.objects.filter(case_study__in=adoptable().order_by().values("pk"))
    if theme:
        rows = rows.filter(Q(theme__slug=theme) | Q(theme__parent__slug=theme))
    here = Answer.objects.filter(unit=unit).order_by()
    if show == "gap":
        return rows.exclude(case_study__in=here.values("case_study"))
    if show:
        rows = rows.filter(case_study__in=_narrowed(here, show, today).values("case_study"))
    return rows


def _narrowed(here: QuerySet[Answer], show: str, today: date) -> QuerySet[Answer]:
    if show == "overdue":
        late = Action.objects.filter(about_type=ABOUT, state=State.OPEN, due__lt=today)
        return here.filter(pk__in=list(late.order_by().values_list("about_id", flat=True)))
    return here.filter(review_on__lte=today) if show == "review" else here.filter(says=show)


def rows_of(found: Iterable[Placement], unit: Unit, today: date) -> list[Row]:
    """The lines of a page: five queries, however many."""
    placed = list(found)
    answers = {
        each.case_study_id: each
        for each in Answer.objects.filter(
            unit=unit, case_study__in={each.case_study_id for each in placed}
        ).select_related("by")
    }
    owners = Owners((each.owner_post for each in answers.values()), today)
    actions = _actions(answers.values())
    return [_row(each, answers.get(each.case_study_id), owners, actions, unit, today) for each in placed]


def _actions(answers: Iterable[Answer]) -> dict[str, list[Action]]:
    ids = [str(each.pk) for each in answers]
    found: dict[str, list[Action]] = {}
    if ids:
        rows = Action.objects.filter(about_type=ABOUT, about_id__in=ids).exclude(state=State.DROPPED)
        for action in rows.order_by("due", "id"):
            found.setdefault(action.about_id, []).append(action)
    return found


def _row(
    placed: Placement,
    answer: Answer | None,
    owners: Owners,
    actions: dict[str, list[Action]],
    unit: Unit,
    today: date,
) -> Row:
    if answer is None:
        return Row(placed.case_study, placed.theme, None)
    agreed = actions.get(str(answer.pk), [])
    still = [each for each in agreed if each.is_open]
    return Row(
        placed.case_study,
        placed.theme,
        answer,
        owner=owners.title(answer.owner_post),
        names=owners.names(answer.owner_post, unit),
        open=still,
        agreed=len(agreed),
        overdue=sum(each.due < today for each in still),
        review_due=answer.review_on <= today,
    )


def tallies(unit: Unit) -> tuple[Tally, Tally]:
    """Published case studies, and apart from them the illustrations of the makers. Two queries."""
    totals = dict(adoptable().order_by().values_list("illustration").annotate(many=Count("pk")))
    said: dict[tuple[bool, str], int] = {}
    rows = Answer.objects.filter(unit=unit, case_study__in=adoptable().order_by().values("pk")).order_by()
    for drawn, says, many in rows.values_list("case_study__illustration", "says").annotate(many=Count("pk")):
        said[drawn, says] = many
    real, drawn = (
        Tally(totals.get(kind, 0), *(said.get((kind, says), 0) for says in (Says.DOES, Says.WILL, Says.NOT)))
        for kind in (False, True)
    )
    return real, drawn


def themes() -> list[Theme]:
    """Themes above all others that have a case study to answer. One query."""
    used = Placement.objects.filter(case_study__in=adoptable().order_by().values("pk")).order_by()
    in_use = Q(pk__in=used.values("theme")) | Q(pk__in=used.values("theme__parent"))
    return list(Theme.objects.filter(in_use, parent=None).order_by("position", "title"))
