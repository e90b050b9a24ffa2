"""Which texts stand in which PDF."""

from collections.abc import Sequence

from dueregard.kernel.errors import NotThere
from dueregard.organisation.models import Unit
from dueregard.practice.models import Booklet, CaseStudy, Theme
from dueregard.practice.papers import Chapter
from dueregard.practice.queries import hub
from dueregard.practice.queries.hub import Filters

EVERYTHING = "everything"
MOST_CHOSEN = 60


def title_and_chapters(key: str) -> tuple[str, list[Chapter]]:
    """What the PDF of a key holds; `NotThere` where nothing published does."""
    kind, _, slug = key.partition("/")
    if key == EVERYTHING:
        themes = Theme.objects.filter(parent=None).order_by("position", "title")
        chapters = [chapter for theme in themes for chapter in _of_theme(theme)]
        return "Practice hub: everything", _checked([*_briefs(), *chapters])
    if kind == "theme":
        theme = hub.theme_at(slug)
        return theme.title, _checked(_of_theme(theme))
    if kind == "read":
        study = hub.published().filter(slug=slug).first()
        return (study.title, [Chapter("", "", (study,))]) if study else _nothing()
    return _nothing()


def chosen(slugs: Sequence[str]) -> tuple[str, list[Chapter]]:
    """The texts that somebody ticked, in the order of their titles; what is not published is left out."""
    found = tuple(hub.published().filter(slug__in=list(slugs)[:MOST_CHOSEN]).order_by("title"))
    title = found[0].title if len(found) == 1 else "Practice hub: chosen case studies"
    return title, _checked([Chapter("", "", found)])


def whose_hub() -> str:
    """The provider that runs the hub; '' where several do, or none."""
    roots = list(Unit.objects.filter(parent=None, closed_on=None).values_list("name", flat=True)[:2])
    return roots[0] if len(roots) == 1 else ""


def known_sizes(keys: Sequence[str]) -> dict[str, int]:
    """Bytes of the PDFs that have been made. One query."""
    return dict(Booklet.objects.filter(key__in=list(keys)).values_list("key", "size"))


def all_keys() -> list[str]:
    """Every PDF that the public pages offer."""
    studies, themes = hub.addresses()
    tops = Theme.objects.filter(pk__in=[theme.parent_id or theme.pk for theme in themes])
    listed = [f"theme/{slug}" for slug in tops.values_list("slug", flat=True)]
    return [EVERYTHING, *listed, *(f"read/{slug}" for slug, _ in studies)] if studies else []


def _of_theme(theme: Theme) -> list[Chapter]:
    return [
        Chapter(str(part.theme.title), part.theme.about, tuple(part.case_studies))
        for part in hub.parts_of(theme, Filters())
    ]


def _briefs() -> list[Chapter]:
    briefs = tuple(CaseStudy.objects.filter(hub.PUBLISHED, kind="brief").order_by("title"))
    return [Chapter("What works", "", briefs)] if briefs else []


def _checked(chapters: list[Chapter]) -> list[Chapter]:
    return chapters if any(chapter.studies for chapter in chapters) else _nothing()[1]


def _nothing() -> tuple[str, list[Chapter]]:
    raise NotThere
