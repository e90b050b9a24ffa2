"""What the public pages of the hub show: published texts only."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Case, Count, F, IntegerField, Max, Prefetch, Q, QuerySet, Value, When

from dueregard.kernel.errors import NotThere
from dueregard.kernel.markdown import html_of
from dueregard.kernel.paging import Slice, keyset
from dueregard.practice.choices import Kind, Status
from dueregard.practice.models import CaseStudy, Placement, Theme
from dueregard.practice.queries.pictures import shown_by

PUBLISHED = Q(status=Status.PUBLISHED)
PAGE = 50
ORDER = ("part", "theme_id", "position", "pk")


@dataclass(frozen=True, slots=True)
class Tile:
    """A theme on the front page: how many case studies stand in it and its sub-themes, illustrations apart."""

    theme: Theme
    count: int
    illustrations: int

    @property
    def says(self) -> str:
        return _counted(self.count, self.illustrations)


def _counted(count: int, illustrations: int) -> str:
    parts = []
    if count or not illustrations:
        parts.append(f"{count} case stud{'y' if count == 1 else 'ies'}")
    if illustrations:
        parts.append(f"{illustrations} illustration{'' if illustrations == 1 else 's'}")
    return ", ".join(parts)


@dataclass(frozen=True, slots=True)
class Brief:
    """A brief on the front page, and how many published case studies show what it says, illustrations apart."""

    study: CaseStudy
    shown: int
    illustrations: int

    @property
    def says(self) -> str:
        return (
            f"Shown in {_counted(self.shown, self.illustrations)}."
            if self.shown or self.illustrations
            else ""
        )


@dataclass(slots=True)
class Front:
    tiles: list[Tile]
    briefs: list[Brief]
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
    """Five queries."""
    counted: dict[int, list[int]] = {}
    rows = Placement.objects.filter(case_study__status=Status.PUBLISHED, case_study__short_of=None)
    in_themes = rows.values("theme", "theme__parent").annotate(
        real=Count("pk", filter=Q(case_study__illustration=False)),
        drawn=Count("pk", filter=Q(case_study__illustration=True)),
    )
    for theme_id, above, real, drawn in in_themes.values_list("theme", "theme__parent", "real", "drawn"):
        place = counted.setdefault(above or theme_id, [0, 0])
        place[0] += real
        place[1] += drawn
    themes = Theme.objects.filter(parent=None).order_by("position", "title")
    tiles = [Tile(theme, *counted[theme.pk]) for theme in themes if theme.pk in counted]
    briefs = list(published().filter(kind=Kind.BRIEF).defer("text", "words").order_by("title"))
    shows = CaseStudy.shows.through.objects.filter(
        from_casestudy__in=[brief.pk for brief in briefs], to_casestudy__status=Status.PUBLISHED
    )
    counts = Counter(shows.values_list("from_casestudy", "to_casestudy__illustration"))
    updated = published().aggregate(last=Max("changed_at"))["last"]
    return Front(
        tiles, [Brief(brief, counts[brief.pk, False], counts[brief.pk, True]) for brief in briefs], updated
    )


def theme_at(slug: str) -> Theme:
    theme = Theme.objects.select_related("parent").filter(slug=slug).first()
    if theme is None:
        raise NotThere
    return theme


def parts_of(theme: Theme, filters: Filters) -> list[Part]:
    """The theme itself and its sub-themes, each with all its published case studies, in their order: for paper."""
    rows = _placed(theme, filters).select_related("case_study", "theme").order_by(*ORDER)
    return _parts(rows)


def shelf_of(
    theme: Theme, filters: Filters, *, after: str | None, before: str | None
) -> tuple[list[Part], Slice[Placement]]:
    """A page of the same, without their texts. Two queries."""
    page = keyset(_placed(theme, filters), order=ORDER, after=after, before=before, size=PAGE)
    wanted = [placement.pk for placement in page.rows]
    rows = Placement.objects.filter(pk__in=wanted).select_related("case_study", "theme")
    found = {row.pk: row for row in rows.defer("case_study__text", "case_study__words")}
    return _parts(found[pk] for pk in wanted if pk in found), page


def updated_in(theme: Theme) -> datetime | None:
    """When something that stands in the theme was last changed."""
    rows = _placed(theme, Filters()).aggregate(last=Max("case_study__changed_at"))
    last: datetime | None = rows["last"]
    return last


def _placed(theme: Theme, filters: Filters) -> QuerySet[Placement]:
    """Published texts under a theme and its sub-themes; `part` orders the theme itself before these."""
    here = Case(When(theme=theme, then=Value(-1)), default=F("theme__position"), output_field=IntegerField())
    rows = Placement.objects.filter(Q(theme=theme) | Q(theme__parent=theme))
    rows = rows.filter(case_study__status=Status.PUBLISHED, case_study__short_of=None)
    for name, value in (("size", filters.size), ("provider_type", filters.provider_type)):
        rows = rows.filter(**{f"case_study__{name}": value}) if value else rows
    return rows.annotate(part=here)


def _parts(placed: Iterable[Placement]) -> list[Part]:
    parts: dict[int, Part] = {}
    for each in placed:
        parts.setdefault(each.theme_id, Part(each.theme)).case_studies.append(each.case_study)
    return list(parts.values())


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
    also = _linked(study)
    others = published().defer("text", "words").order_by("title")
    briefs = others.filter(shows=study)
    shows = others.filter(shown_in=study) if study.kind == Kind.BRIEF else []
    return Reading(
        study, html_of(study.text, pictures=shown_by(study)), themes, list(also), list(briefs), list(shows)
    )


def was_published(slug: str) -> bool:
    """Whether readers could read something at this address, and cannot any more."""
    return CaseStudy.objects.filter(slug=slug, published_at__isnull=False).exclude(PUBLISHED).exists()


def _linked(study: CaseStudy) -> list[CaseStudy]:
    """Its short forms, its full form, and what an editor linked with it, where published; never a named and an unnamed
    text of one provider beside one another. Asked by key: an OR over two columns would read every row."""
    below = CaseStudy.objects.filter(short_of=study).order_by().values_list("pk")
    beside = CaseStudy.objects.filter(same_as=study).order_by().values_list("pk")
    near = [study.short_of_id, study.same_as_id, *(pk for (pk,) in below.union(beside))]
    keys = [pk for pk in near if pk and pk != study.pk]
    rows = published().filter(pk__in=keys, anonymised=study.anonymised).defer("text", "words")
    return list(rows.order_by("title")) if keys else []


def newest(count: int) -> list[CaseStudy]:
    rows = published().filter(short_of=None).defer("text", "words")
    return list(rows.order_by("-changed_at", "pk")[:count])


def addresses() -> tuple[list[tuple[str, datetime]], list[Theme]]:
    """Slug and last change of every published text, and the themes that have one."""
    studies = published().order_by("slug").values_list("slug", "changed_at")
    used = Theme.objects.filter(placements__case_study__status=Status.PUBLISHED).distinct().order_by("slug")
    return list(studies), list(used)
