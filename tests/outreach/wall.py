"""A provider whose public page names people: who looks after it, who is named, which numbers there are."""

from dueregard.kernel.refs import system
from dueregard.organisation.models import Unit
from dueregard.outreach.commands import who as commands
from dueregard.outreach.models import Helpline, NamedPost
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
