"""A provider whose public page names people: who looks after it, who is named, which numbers there are."""

from datetime import UTC, datetime

from dueregard.kernel.refs import system
from dueregard.organisation.models import Person, Unit
from dueregard.outreach.commands import posters
from dueregard.outreach.commands import who as commands
from dueregard.outreach.models import Design, Hanging, Helpline, NamedPost, Poster, Shape
from tests.people import NOON, Town, a_post, a_town

BUILDER = system("tests.outreach")


def a_wall() -> Town:
    """The town; its registrar looks after outreach everywhere, and is named to the public, as is Politics' head."""
    town = a_town(registrar=("outreach.manage",))
    named("registrar", town.provider, "Safeguarding lead", "01632 960120")
    named("head", town.politics, "Welfare officer", "01632 960112")
    a_number(town.provider, "Campus security", "01632 960100", urgent=True, hours="all day and night")
    a_number(town.provider, "Samaritans", "116 123", hours="free, to talk")
    return town


def named(kind: str, unit: Unit, words: str, telephone: str, *, order: int = 10) -> NamedPost:
    post = a_post(kind, unit)
    return commands.name_post(
        by=BUILDER, post=post.pk, words=words, telephone=telephone, order=order, now=NOON
    )


def a_number(unit: Unit, name: str, telephone: str, *, urgent: bool = False, hours: str = "") -> Helpline:
    return commands.keep_helpline(
        by=BUILDER, unit=unit, name=name, telephone=telephone, urgent=urgent, hours=hours, now=NOON
    )


PRINTED = datetime(2024, 11, 20, 12, 0, tzinfo=UTC)


def a_poster(
    town: Town,
    unit: Unit,
    design: Design = Design.FRIEND,
    shape: Shape = Shape.A4,
    *,
    now: datetime = PRINTED,
) -> Poster:
    return posters.print_poster(by=town.registrar, unit=unit, design=design, shape=shape, now=now)


def a_hanging(
    town: Town,
    unit: Unit,
    *,
    keeper: Person | None = None,
    building: str = "Hartwell House",
    poster: Poster | None = None,
) -> Hanging:
    return posters.hang(
        by=town.registrar,
        poster=(poster or a_poster(town, unit)).pk,
        building=building,
        floor="Ground floor",
        words="by the lifts",
        keeper=keeper,
        hung_on=PRINTED.date(),
        now=PRINTED,
    )
