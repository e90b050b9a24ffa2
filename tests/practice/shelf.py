"""A hub with a few published texts, for the tests of its pages."""

from datetime import UTC, date, datetime

from dueregard.practice.commands.bringing_in import free_slug, theme_named, words_of
from dueregard.practice.models import CaseStudy, Placement

NOW = datetime(2026, 11, 3, 9, tzinfo=UTC)


def on_the_shelf(title: str, text: str, *themes: str, **more: object) -> CaseStudy:
    """A text under these themes ('Theme' or 'Theme / Sub-theme'), published unless `more` says otherwise."""
    facts: dict[str, object] = {
        "status": "published",
        "permission": "The registrar, by letter",
        "permission_on": date(2026, 10, 1),
        "published_at": NOW,
        "created_at": NOW,
        "changed_at": NOW,
        "summary": "",
        **more,
    }
    words = words_of(title, str(facts["summary"]), text)
    made = CaseStudy.objects.create(slug=free_slug(title), title=title, text=text, words=words, **facts)
    for theme in themes:
        found = theme_named(*theme.split(" / "))
        Placement.objects.create(case_study=made, theme=found, position=found.placements.count())
    return made


def a_shelf() -> dict[str, CaseStudy]:
    officers = on_the_shelf(
        "A welfare officer in every school",
        "## What was wrong\n\nThree central teams took concerns by e-mail.\n\n## What they did\n\n- Gave each school an officer\n"
        "- Named a **deputy** on the same day\n",
        "Welfare",
        "Engagement with students",
        summary="Now each school has one person whose name is on the door.",
        size="medium",
        provider_type="university",
    )
    leads = on_the_shelf(
        "Leads who stand in for one another",
        "A deputy acts while the lead is away.",
        "Welfare / Cover",
        size="tiny",
        illustration=True,
        permission="",
    )
    short = on_the_shelf("Welfare officers, in short", "One officer a school.", "Welfare", short_of=officers)
    brief = on_the_shelf(
        "Student engagement", "Ask students to change something.", kind="brief", summary="Ask."
    )
    brief.shows.add(officers)
    draft = on_the_shelf(
        "Not ready", "A secret draft about cover.", "Welfare", status="draft", published_at=None
    )
    return {"officers": officers, "leads": leads, "short": short, "brief": brief, "draft": draft}
