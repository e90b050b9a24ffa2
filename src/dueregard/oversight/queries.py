"""What the oversight pages show."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Count, Min, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from dueregard.kernel.catalogue import message_kinds
from dueregard.kernel.dates import LONDON
from dueregard.kernel.refs import Ref
from dueregard.kernel.registries import Gap
from dueregard.ledger.models import Entry, Verification
from dueregard.ledger.rules import moment_text
from dueregard.organisation.access import Access, access_of
from dueregard.organisation.models import Person, PostKind
from dueregard.outbox.models import MailServer, Message
from dueregard.oversight.catalogue import MANAGE_MESSAGES, READ_LEDGER
from dueregard.oversight.naming import Names, action_label, kind_of, message_label, why_in_words
from dueregard.timers.models import Heartbeat, Schedule, Timer

SILENT_AFTER = timedelta(minutes=2)
DOWN_WORTH_TELLING = timedelta(minutes=5)
MOST_PEOPLE = 50
STATES = (
    ("parked", "Parked"),
    ("queued", "Waiting"),
    ("sent", "Sent"),
    ("held", "Held back"),
    ("dropped", "Not sent, no longer due"),
)


def may_oversee(access: Access, code: str) -> bool:
    """Whether a post for a whole provider carries the permission: ledger and outbox have no units."""
    return bool(post_that_oversees(access, code))


def post_that_oversees(access: Access, code: str) -> str:
    """The code of that post, or ''."""
    for post in access.posts:
        if post.unit.parent_id is None and code in post.permissions:
            return post.post_kind_code
    return ""


def is_overseer(person: Person | None) -> bool:
    """Whether any of the oversight pages is this person's."""
    if person is None:
        return False
    access = access_of(person)
    return may_oversee(access, READ_LEDGER) or may_oversee(access, MANAGE_MESSAGES)


def gaps(person: Person, today: date) -> list[Gap]:
    """What does not run, for the home page of those who can see to it."""
    if not may_oversee(access_of(person, today), MANAGE_MESSAGES):
        return []
    now = timezone.now()
    found = health(now)
    address = reverse("oversight:home")
    telling = []
    if found.worker_silent:
        telling.append(Gap("No worker is running", "No mail goes out and no reminder comes.", address))
    if found.server and found.server.down_since and now - found.server.down_since > DOWN_WORTH_TELLING:
        telling.append(Gap("The mail server does not answer", "Mails wait; none is lost.", address))
    if found.parked or found.parked_timers:
        telling.append(Gap("Messages or timers are parked", "They wait until somebody looks.", address))
    return telling


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to look for in the ledger; empty parts do not narrow."""

    action: str = ""
    person: str = ""
    subject: str = ""
    starts: date | None = None
    ends: date | None = None


@dataclass(frozen=True, slots=True)
class EntryShown:
    """An entry with its codes turned into words. `facts` are (label, value)."""

    seq: int
    at: datetime
    who: str
    post: str
    what: str
    about: str
    about_kind: str
    facts: list[tuple[str, str]]


def entries(wanted: Wanted) -> QuerySet[Entry]:
    """Entries that match, for a page by `-seq`."""
    found = Entry.objects.all()
    if wanted.action:
        found = found.filter(action=wanted.action)
    if wanted.person:
        found = found.filter(actor_ref__in=people_like(wanted.person))
    if wanted.subject:
        found = found.filter(subject_id__in=[wanted.subject, *people_like(wanted.subject)])
    if wanted.starts:
        found = found.filter(at__gte=_text(wanted.starts))
    if wanted.ends:
        found = found.filter(at__lt=_text(wanted.ends + timedelta(days=1)))
    return found


def people_like(words: str) -> list[str]:
    """The ids of people by name, address, number or id; the first fifty."""
    match = Q(name__icontains=words) | Q(email__iexact=words) | Q(code=words)
    found = Person.objects.filter(match).order_by("name", "id").values_list("pk", flat=True)[:MOST_PEOPLE]
    return [str(pk) for pk in found] + [words]


def _text(day: date) -> str:
    return moment_text(datetime.combine(day, time(), tzinfo=LONDON))


_DIGEST = re.compile("[0-9a-f]{64}")
"""Its beginning is enough to tell it from another; the whole stands in the ledger itself."""
FACTS_WITH_NAMES = {
    "person": "organisation.person",
    "unit": "organisation.unit",
    "parent": "organisation.unit",
    "post": "organisation.post",
    "user": "accounts.user",
}
"""Facts that are ids, and of what."""


def shown(rows: Iterable[Entry]) -> list[EntryShown]:
    """Entries in words; one query for each type of thing that they name, and one for titles of posts."""
    found = list(rows)
    named = [ref for row in found for ref in (row.subject, *_actors(row), *_named_facts(row).values())]
    names = Names.of(named)
    titles = dict(PostKind.objects.values_list("code", "title"))
    return [_shown(row, names, titles) for row in found]


def _actors(row: Entry) -> tuple[Ref, ...]:
    """Somebody who signs in acts as an account, before it is known whose it is."""
    if row.actor_kind != "person":
        return ()
    return Ref("organisation.person", row.actor_ref), Ref("accounts.user", row.actor_ref)


def _named_facts(row: Entry) -> dict[str, Ref]:
    return {
        key: Ref(FACTS_WITH_NAMES[key], str(value))
        for key, value in row.facts.items()
        if key in FACTS_WITH_NAMES
    }


def _shown(row: Entry, names: Names, titles: Mapping[str, str]) -> EntryShown:
    kind = kind_of(row.subject_type)
    about = kind if row.subject_id == "all" else names[row.subject]
    return EntryShown(
        seq=row.seq,
        at=datetime.fromisoformat(row.at),
        who=_who(row, names),
        post=titles.get(row.actor_post, row.actor_post),
        what=action_label(row.action),
        about=about,
        about_kind="" if about.startswith(kind) else kind,
        facts=list(_facts(row, names)),
    )


def _who(row: Entry, names: Names) -> str:
    if row.actor_kind == "system":
        return f"Due Regard itself ({row.actor_ref})"
    if row.actor_kind == "link":
        return "The holder of a one-time link"
    known = [names.found[ref] for ref in _actors(row) if ref in names.found]
    return known[0] if known else names[_actors(row)[0]]


def _facts(row: Entry, names: Names) -> Iterator[tuple[str, str]]:
    """What the entry holds besides, in words; nothing for what is empty."""
    named = _named_facts(row)
    for key, value in row.facts.items():
        said = {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)
        said = f"{said[:12]}…" if _DIGEST.fullmatch(said) else said
        if said:
            yield key.replace("_", " "), names.found.get(named[key], said) if key in named else said


@dataclass(frozen=True, slots=True)
class MessageShown:
    """A message in words; `why` is why it was not sent, or not at once."""

    message: Message
    what: str
    to: str
    about: str

    @property
    def why(self) -> str:
        return why_in_words(self.message.last_error)


def messages(state: str) -> QuerySet[Message]:
    """Messages in a state, for a page by `-queued_at, -id`."""
    return Message.objects.filter(state=state)


def shown_messages(rows: Iterable[Message]) -> list[MessageShown]:
    """Who is told of what. Of sensitive kinds nothing is shown but the reference: to know of them is to know."""
    found = list(rows)
    open_ = [row for row in found if not is_sensitive(row)]
    names = Names.of([*(row.about for row in open_), *(row.to for row in open_ if row.to)])
    return [
        MessageShown(row, "A sensitive message", "Not shown here", f"Reference {row.reference}")
        if is_sensitive(row)
        else MessageShown(row, message_label(row.kind), _told(row, names), names[row.about])
        for row in found
    ]


def _told(row: Message, names: Names) -> str:
    return names[row.to] if row.to else "Whoever is to be told when it is sent"


def is_sensitive(row: Message) -> bool:
    return row.kind not in message_kinds or message_kinds[row.kind].sensitive


def count_by_state() -> dict[str, int]:
    counted = Message.objects.values("state").annotate(n=Count("pk")).values_list("state", "n")
    return {**dict.fromkeys(Message.State.values, 0), **dict(counted)}


@dataclass(frozen=True, slots=True)
class Health:
    """Whether things run: the worker, the mail server, what is parked, and the last check of the ledger."""

    worker_seen: datetime | None
    worker_silent: bool
    server: MailServer | None
    waiting: int
    oldest: datetime | None
    parked: int
    parked_timers: int
    failing: list[Schedule]
    verification: Verification | None

    @property
    def good(self) -> bool:
        return not (
            self.worker_silent
            or self.parked
            or self.parked_timers
            or self.failing
            or (self.server and self.server.down_since)
            or (self.verification and self.verification.reason)
        )


def health(now: datetime) -> Health:
    beat = Heartbeat.objects.order_by("-seen_at").first()
    queued = Message.objects.filter(state=Message.State.QUEUED, next_try__lte=now)
    waiting = queued.aggregate(n=Count("pk"), oldest=Min("queued_at"))
    return Health(
        worker_seen=beat.seen_at if beat else None,
        worker_silent=beat is None or now - beat.seen_at > SILENT_AFTER,
        server=MailServer.objects.filter(pk=1).first(),
        waiting=waiting["n"],
        oldest=waiting["oldest"],
        parked=Message.objects.filter(state=Message.State.PARKED).count(),
        parked_timers=Timer.objects.filter(parked=True).count(),
        failing=list(Schedule.objects.exclude(last_error="")),
        verification=Verification.objects.order_by("-at").first(),
    )


def parked_timers() -> list[tuple[Timer, str]]:
    found = list(Timer.objects.filter(parked=True).order_by("due")[:100])
    names = Names.of(timer.about for timer in found)
    return [(timer, names[timer.about]) for timer in found]


def verifications() -> list[Verification]:
    """The last ten checks, newest first."""
    return list(Verification.objects.order_by("-at", "-pk")[:10])
