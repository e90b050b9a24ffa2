"""What the public pages of the hub show: published texts only."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Case, Count, IntegerField, Max, Prefetch, Q, QuerySet, Value, When

from dueregard.kernel.errors import NotThere
from dueregard.kernel.markdown import html_of, plain_of
from dueregard.kernel.words import wanted_words
from dueregard.practice.choices import Kind, Status
from dueregard.practice.models import CaseStudy, Placement, Theme
from dueregard.practice.queries.pictures import shown_by
from dueregard.practice.rules.highlighting import Snippet, snippet

FEW = 40
PUBLISHED = Q(status=Status.PUBLISHED)


@dataclass(frozen=True, slots=True)
class Tile:
    """A theme on the front page: how many case studies stand in it and its sub-themes, illustrations apart."""

    theme: Theme
    count: int
    illustrations: int

    @property
    def says(self) -> str:
        parts = []
        if self.count or not self.illustrations:
            parts.append(f"{self.count} case stud{'y' if self.count == 1 else 'ies'}")
        if self.illustrations:
            parts.append(f"{self.illustrations} illustration{'' if self.illustrations == 1 else 's'}")
        return ", ".join(parts)


@dataclass(slots=True)
class Front:
    tiles: list[Tile]
    briefs: list[CaseStudy]
    updated: datetime | None


@dataclass(slots=True)
class Part:
    """Case studies of one theme or sub-theme."""

    theme: Theme
    case_studies: list[CaseStudy] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Filters:
    size: str = ""
    provider_type: str = ""

    def __bool__(self) -> bool:
        return bool(self.size or self.provider_type)

    def narrow(self, rows: QuerySet[CaseStudy]) -> QuerySet[CaseStudy]:
        if self.size:
            rows = rows.filter(size=self.size)
        return rows.filter(provider_type=self.provider_type) if self.provider_type else rows


def published() -> QuerySet[CaseStudy]:
    """What everybody may read. Every public page starts here."""
    return CaseStudy.objects.filter(PUBLISHED)


def front() -> Front:
    """Four queries."""
    counted: dict[int, list[int]] = {}
    rows = Placement.objects.filter(case_study__status=Status.PUBLISHED, case_study__short_of=None)
    counts = rows.values("theme", "theme__parent").annotate(
        real=Count("pk", filter=Q(case_study__illustration=False)),
        drawn=Count("pk", filter=Q(case_study__illustration=True)),
    )
    for theme_id, above, real, drawn in counts.values_list("theme", "theme__parent", "real", "drawn"):
        place = counted.setdefault(above or theme_id, [0, 0])
        place[0] += real
        place[1] += drawn
    themes = Theme.objects.filter(parent=None).order_by("position", "title")
    tiles = [Tile(theme, *counted[theme.pk]) for theme in themes if theme.pk in counted]
    briefs = (
        published()
        .filter(kind=Kind.BRIEF)
        .annotate(shown=Count("shows", filter=Q(shows__status="published")))
    )
    updated = published().aggregate(last=Max("changed_at"))["last"]
    return Front(tiles, list(briefs.order_by("title")), updated)


def theme_at(slug: str) -> Theme:
    theme = Theme.objects.select_related("parent").filter(slug=slug).first()
    if theme is None:
        raise NotThere
    return theme


def parts_of(theme: Theme, filters: Filters) -> list[Part]:
    """The theme itself and its sub-themes, each with its published case studies, in their order. Two queries."""
    parts = {each.pk: Part(each) for each in [theme, *theme.sub_themes.order_by("position", "title")]}
    rows = filters.narrow(published()).filter(short_of=None, placements__theme__in=list(parts))
    for each in rows.annotate(
        of=Max("placements__theme", filter=Q(placements__theme__in=list(parts)))
    ).order_by("placements__position", "title"):
        parts[each.of].case_studies.append(each)
    return [part for part in parts.values() if part.case_studies]


@dataclass(slots=True)
class Reading:
    """One case study as it is read."""

    study: CaseStudy
    html: str
    themes: list[Theme]
    also: list[CaseStudy]
    shown_in: list[CaseStudy]
    shows: list[CaseStudy]

    @property
    def full(self) -> CaseStudy | None:
        """The full form of which this is the shorter, where readers may read it."""
        return next((other for other in self.also if other.pk == self.study.short_of_id), None)


def reading(slug: str, *, drafts_too: bool = False) -> Reading:
    """A published text (or any, for an editor), with what stands beside it. `NotThere` for whatever is not."""
    rows = CaseStudy.objects.all() if drafts_too else published()
    placed = Prefetch("placements", Placement.objects.select_related("theme__parent").order_by("pk"))
    study = rows.select_related("short_of", "same_as").prefetch_related(placed).filter(slug=slug).first()
    if study is None:
        raise NotThere
    themes = [placement.theme for placement in study.placements.all()]
    linked = Q(short_of=study) | Q(same_as=study)
    for other in (study.short_of_id, study.same_as_id):
        linked |= Q(pk=other) if other else Q()
    also = published().filter(linked).exclude(pk=study.pk).order_by("title")
    briefs = published().filter(shows=study).order_by("title")
    shows = published().filter(shown_in=study).order_by("title") if study.kind == Kind.BRIEF else []
    return Reading(
        study, html_of(study.text, pictures=shown_by(study)), themes, list(also), list(briefs), list(shows)
    )


def newest(count: int) -> list[CaseStudy]:
    return list(published().filter(short_of=None).order_by("-changed_at", "pk")[:count])


def addresses() -> tuple[list[tuple[str, datetime]], list[Theme]]:
    """Slug and last change of every published text, and the themes that have one."""
    studies = published().order_by("slug").values_list("slug", "changed_at")
    used = Theme.objects.filter(placements__case_study__status=Status.PUBLISHED).distinct().order_by("slug")
    return list(studies), list(used)


@dataclass(frozen=True, slots=True)
class Hit:
    study: CaseStudy
    title: Snippet
    text: Snippet


@dataclass(slots=True)
class Found:
    words: tuple[str, ...]
    hits: list[Hit]
    more: bool


def search(typed: str, filters: Filters) -> Found:
    """Published texts that have every word, those with a word in the title first; at most `FEW`. One query."""
    words = wanted_words(typed)
    if not words:
        return Found((), [], more=False)
    rows = filters.narrow(published()).filter(short_of=None)
    in_title = Q()
    for word in words:
        rows = rows.filter(words__contains=f" {word}")
        in_title |= Q(title__icontains=word)
    named = rows.annotate(named=_as_number(in_title)).order_by("-named", "title", "pk")
    found = list(named.only("slug", "title", "summary", "text", "kind", "illustration")[: FEW + 1])
    hits = [
        Hit(each, snippet(each.title, words), snippet(f"{each.summary} {plain_of(each.text)}".strip(), words))
        for each in found[:FEW]
    ]
    return Found(words, hits, more=len(found) > FEW)


def _as_number(condition: Q) -> Case:
    return Case(When(condition, then=Value(1)), default=Value(0), output_field=IntegerField())
