"""Filling a demonstration: a made-up provider, its people with their accounts, and its year."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from dueregard.accounts.commands import open_account
from dueregard.assurance.catalogue import PUBLISH
from dueregard.assurance.commands import showing
from dueregard.assurance.commands.paper import issue_paper
from dueregard.events.commands.clock import REMIND_CHECK, REMIND_STEP
from dueregard.kernel.dates import today_in_london
from dueregard.organisation import commands as organisation
from dueregard.organisation.access import may
from dueregard.organisation.lookup import who_may_act
from dueregard.organisation.models import Holding, Person, Post, Unit
from dueregard.outbox.models import Message
from dueregard.practice.commands.starter import put_up
from dueregard.setup.catalogue import DEMO
from dueregard.setup.commands import adopted, newsletter
from dueregard.setup.commands import provider as making
from dueregard.setup.commands.amended import amended
from dueregard.setup.commands.audited import audited
from dueregard.setup.commands.bulk import fill
from dueregard.setup.commands.partners import partners_asked
from dueregard.setup.commands.rooms import rooms_booked
from dueregard.setup.commands.speech import code_sent, own_code
from dueregard.setup.commands.story import Story
from dueregard.setup.commands.telling import tell_the_public
from dueregard.setup.demo.script import PASSWORD, Role, Script, address
from dueregard.setup.presets import read as read_preset
from dueregard.timers.models import Timer

LONG_AGO = timedelta(days=800)
SETTLING_IN = timedelta(days=30)
HUB_OF = timedelta(days=40)
"""So long ago the version came in that brought the texts of the practice hub."""
SIZES = {"small": 0, "large": 2_000, "huge": 100_000}
MAILS_OF = timedelta(days=2)
PUBLISHERS = ("university-secretary", "principal")
"""Posts of the presets that may show the service standard to the public, and approve what it says."""


@dataclass(frozen=True, slots=True)
class Sign:
    """Somebody to sign in as."""

    sign_in: str
    password: str
    name: str
    posts: list[str]
    units: list[str]
    can_try: str


def loaded(script: Script) -> bool:
    return Unit.objects.filter(code=script.code, parent=None).exists()


@transaction.atomic
def load(script: Script, *, size: str, now: datetime) -> list[str]:
    """Make the provider and let its year happen, each act by the command that people use, at its own moment.

    Returns what could not happen, which should be nothing. `size` adds so many further requests in bulk.
    """
    begin = now - LONG_AGO
    put_up(by=DEMO, now=now - HUB_OF)
    starts = today_in_london(begin)
    root = making.make_provider(
        read_preset(script.preset), name=script.name, code=script.code, starts=starts, now=begin, by=DEMO
    )
    units = _units(script, root, begin)
    people = _people(script, units, starts, begin)
    _closures(script, root, now)
    amended(script.words.get("procedure", {}), root, now=begin + SETTLING_IN)
    own_code(root, PUBLISHERS, now=begin + SETTLING_IN)
    story = Story(script, units, people, now=now, forget_until=now - MAILS_OF)
    story.tell()
    Timer.objects.filter(kind__in=(REMIND_CHECK, REMIND_STEP), due__lte=now).delete()  # went long ago
    _absences(script, units, people, now)
    tell_the_public(script.words.get("outreach", {}), units, now=now)
    _assured(root, now)
    audited(script.words.get("audits", {}), root, now=now)
    Message.objects.filter(queued_at__lte=now - MAILS_OF).delete()  # as those of the story
    rooms_booked(script.words.get("bookings", ()), root, script.domain, now=now)
    partners_asked(script.words.get("partners", {}), root, now=now)
    adopted.answers(root, today=today_in_london(now), now=now)
    newsletter.told(root, today=today_in_london(now), now=now)
    code_sent(root, now=now - timedelta(days=1))
    if SIZES[size]:
        fill(SIZES[size], root=root, now=now)
    return story.dropped


def who_to_sign_in_as(script: Script) -> list[Sign]:
    found = {
        person.name: person for person in Person.objects.filter(unit__path__startswith=_root(script).path)
    }
    return [_sign(role, found[role.name], script) for role in script.people if role.can_try]


def _sign(role: Role, person: Person, script: Script) -> Sign:
    holdings = list(Holding.objects.filter(person=person).select_related("post__kind", "post__unit"))
    return Sign(
        sign_in=address(role.name, script.domain),
        password=PASSWORD,
        name=role.name,
        posts=[each.post.kind.title for each in holdings],
        units=[each.post.unit.name for each in holdings] or [person.unit.name],
        can_try=role.can_try,
    )


def _root(script: Script) -> Unit:
    return Unit.objects.get(code=script.code, parent=None)


def _units(script: Script, root: Unit, now: datetime) -> dict[str, Unit]:
    """All units by code; '' is the provider."""
    units = {unit.code: unit for unit in Unit.objects.filter(path__startswith=root.path)}
    units[""] = root
    for plan in script.units:
        units[plan["code"]] = organisation.make_unit(
            by=DEMO,
            code=plan["code"],
            name=plan["name"],
            kind=plan["kind"],
            parent=units[plan.get("parent", "")],
            now=now,
        )
    for post in script.posts:
        making.post_in(post["kind"], units[post["unit"]], now=now, by=DEMO)
    return units


def _people(script: Script, units: dict[str, Unit], starts: date, now: datetime) -> dict[str, Person]:
    people = {}
    for number, role in enumerate(script.people, start=1):
        email = address(role.name, script.domain)
        person = organisation.add_person(
            by=DEMO, name=role.name, unit=units[role.unit], email=email, code=f"N{number:04d}", now=now
        )
        if role.can_try:
            user = open_account(email, now, by=DEMO, password=PASSWORD)
            person = organisation.link(pk=person.pk, by=DEMO, user=user, now=now)
        for post in role.posts:
            kind, at, unit = post.partition("@")
            where = units[unit] if at else units[role.unit]
            making.give(kind, where, person, starts=starts, now=now, by=DEMO)
        people[role.name] = person
    return people


def _closures(script: Script, root: Unit, now: datetime) -> None:
    year = today_in_london(now).year
    for plan in script.closures:
        for each in (year - 1, year, year + 1):
            first, last = (date.fromisoformat(f"{each}-{plan[end]}") for end in ("from", "to"))
            organisation.set_closure_days(
                by=DEMO, unit=root, first=first, last=last, name=plan["name"], now=now
            )


PAPER_NOTE = (
    "A year of ordinary events. Nearly all went ahead as asked; where there was a condition, we paid for it.\n\n"
    "We ask the committee to note the requests that were decided after the date promised, and the one that was not "
    "decided in time."
)


def _assured(root: Unit, now: datetime) -> None:
    """The Prevent lead has put a paper before the committee; the standard stands open to the public."""
    today = today_in_london(now)
    lead = who_may_act("prevent-lead", root, today)
    publisher = next((each for post in PUBLISHERS for each in who_may_act(post, root, today)), None)
    if lead:
        issue_paper(
            unit=root,
            audience="committee",
            body="Audit and Risk Committee",
            first=today - timedelta(days=365),
            last=today,
            note=PAPER_NOTE,
            by=lead[0],
            now=now,
        )
    if publisher is not None and may(publisher, PUBLISH, unit=root, today=today):
        showing.show(showing.STANDARD, unit=root, by=publisher, now=now)
        showing.show(showing.TRUST, unit=root, by=publisher, now=now)


def _absences(script: Script, units: dict[str, Unit], people: dict[str, Person], now: datetime) -> None:
    today = today_in_london(now)
    for plan in script.deputies:
        post = Post.objects.get(kind__code=plan["post"], unit=units[plan["unit"]])
        organisation.go_away(
            by=DEMO,
            person=people[plan["away"]],
            starts=today,
            ends=today + timedelta(days=plan["days"]),
            deputies={post.pk: people[plan["name"]]},
            now=now,
        )
