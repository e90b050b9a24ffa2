"""The things that rows of access.toml speak of: `keys = { pk = "unit.pk" }` asks for the thing `unit`.

An app adds a function here: it takes the town, makes the thing by the commands that people use, and returns it.
"""

from collections.abc import Callable
from typing import Any

from tests.people import Town

Maker = Callable[[Town], Any]
THINGS: dict[str, Maker] = {}


def thing(maker: Maker) -> Maker:
    """Offers what the function makes under the function's name."""
    THINGS[maker.__name__] = maker
    return maker


@thing
def unit(town: Town) -> Any:
    return town.politics


@thing
def person(town: Town) -> Any:
    return town.organiser


@thing
def procedure(town: Town) -> Any:
    """The version in force of the provider."""
    from dueregard.kernel.refs import system
    from dueregard.procedures import commands
    from dueregard.procedures.models import Version
    from tests.people import LONG_AGO, NOON
    from tests.procedures.texts import SMALL

    return Version.objects.filter(unit=town.provider, status="dated").first() or commands.take_preset(
        by=system("tests.access"),
        kind="events",
        unit=town.provider,
        text=SMALL,
        preset="small",
        starts=LONG_AGO,
        now=NOON,
    )


@thing
def draft(town: Town) -> Any:
    """A draft of the faculty, saved once by the registrar."""
    from dueregard.procedures import commands
    from tests.people import NOON

    procedure(town)
    made = commands.start_draft(by=town.registrar, kind="events", unit=town.faculty, now=NOON)
    text = '[[check]]\nid = "room"\nwithin = "1 working day"\n'
    return commands.save_draft(
        pk=made.pk, by=town.registrar, text=text, reason="Faster", revision=1, now=NOON
    )


@thing
def approved_version(town: Town) -> Any:
    from dueregard.procedures import commands
    from tests.people import NOON

    procedure(town)
    made = commands.start_draft(by=town.registrar, kind="events", unit=town.union, now=NOON)
    saved = commands.save_draft(
        pk=made.pk, by=town.registrar, text="", reason="As the provider", revision=1, now=NOON
    )
    return commands.approve(pk=saved.pk, by=town.principal, revision=2, now=NOON)


@thing
def invitation(town: Town) -> Any:
    """An account that has been invited, with the token of its link."""
    from django.utils import timezone

    from dueregard.accounts import commands, links
    from dueregard.accounts.catalogue import INVITE
    from tests.people import BUILDER

    now = timezone.now()
    user = commands.open_account("invited@northmoor.example", now, by=BUILDER)
    commands.invite(user, by=BUILDER, now=now)
    return {"token": links.token_for(INVITE.code, user.ref, now)}


@thing
def parked_message(town: Town) -> Any:
    from dueregard.outbox.models import Message
    from tests.people import NOON

    about = town.organiser.ref
    return Message.objects.create(
        kind="organisation.you_have_a_post",
        about_type=about.type,
        about_id=about.id,
        to_type=about.type,
        to_id=about.id,
        state="parked",
        queued_at=NOON,
        next_try=NOON,
    )


@thing
def parked_timer(town: Town) -> Any:
    from dueregard.timers.models import Timer
    from tests.people import NOON

    about = town.organiser.ref
    # A number that stands for nothing else on a page, so that it can be masked.
    return Timer.objects.create(
        pk=765432123,
        kind="tests.reminder",
        about_type=about.type,
        about_id=about.id,
        due=NOON,
        next_try=NOON,
        parked=True,
    )


@thing
def post(town: Town) -> Any:
    return town.head.holdings.get().post


@thing
def holding(town: Town) -> Any:
    return town.head.holdings.get()


@thing
def deputyship(town: Town) -> Any:
    return town.deputy.deputyships.get()


@thing
def post_kind(town: Town) -> Any:
    return town.head.holdings.get().post.kind


@thing
def named_post(town: Town) -> Any:
    """The head of politics is named to the public."""
    from tests.outreach.wall import named

    return named("head", town.politics, "Head of department", "01632 960121")


@thing
def helpline(town: Town) -> Any:
    """The students' union has a number of its own."""
    from tests.outreach.wall import a_number

    return a_number(town.union, "Nightline", "01632 960150")


@thing
def wording(town: Town) -> Any:
    """The draft of words for posters of the faculty."""
    from dueregard.outreach.commands.wording import write_words
    from dueregard.outreach.designs import OURS
    from dueregard.outreach.models import Design
    from tests.people import NOON

    words = OURS[Design.FRIEND]
    return write_words(by=town.registrar, unit=town.faculty, design=Design.WHO, words=words, now=NOON)


@thing
def hanging(town: Town) -> Any:
    """A poster of politics, which the organiser keeps."""
    from tests.outreach.wall import a_hanging

    named_post(town)
    return a_hanging(town, town.politics, keeper=town.organiser)


@thing
def video_draft(town: Town) -> Any:
    from tests.outreach.films import a_draft

    return a_draft(town)


@thing
def video(town: Town) -> Any:
    from tests.outreach.films import a_published

    return a_published(town)


@thing
def absence(town: Town) -> Any:
    from dueregard.organisation import commands
    from tests.people import BUILDER, NOON, TODAY

    return commands.go_away(by=BUILDER, person=town.head, starts=TODAY, ends=None, now=NOON)


@thing
def closure_day(town: Town) -> Any:
    from dueregard.organisation import commands
    from tests.people import BUILDER, NOON, TODAY

    commands.set_closure_days(by=BUILDER, unit=town.provider, first=TODAY, name="Closed", now=NOON)
    return town.provider.closure_days.get()


@thing
def calendar(town: Town) -> Any:
    """The head's calendar address."""
    from types import SimpleNamespace

    from dueregard.portal.commands import open_calendar
    from tests.people import NOON

    return SimpleNamespace(token=open_calendar(by=town.head, now=NOON))


@thing
def action(town: Town) -> Any:
    """Agreed by the registrar with the member, for the department of politics."""
    from datetime import timedelta

    from django.utils import timezone

    from dueregard.actions import commands
    from dueregard.kernel.refs import Ref

    now = timezone.now()
    return commands.agree(
        what="Put up the ramp",
        about=Ref("tests.thing", "1"),
        label="Audit of the autumn",
        url="/somewhere/",
        unit=town.politics,
        due=now.date() + timedelta(days=10),
        owner=town.member,
        by=town.registrar,
        now=now,
    )


@thing
def action_dropped(town: Town) -> Any:
    from django.utils import timezone

    from dueregard.actions import commands

    return commands.drop(pk=action(town).pk, by=town.registrar, why="It is there.", now=timezone.now())


def _event_desk(town: Town) -> None:
    """The provider's procedure for events: the registrar checks and passes on, the principal decides, the head
    hears appeals (the text SMALL)."""
    procedure(town)


def _sent(town: Town, **changes: Any) -> Any:
    from django.utils import timezone

    from dueregard.events.commands.locking import Organiser
    from dueregard.events.commands.sending import send

    made = _event_draft(town, **changes)
    return send(pk=made.pk, by=Organiser(town.organiser), now=timezone.now())


def _event_draft(town: Town, **changes: Any) -> Any:
    """A draft of the organiser, complete, five weeks ahead of the real day: pages ask for the real today."""
    from datetime import time, timedelta

    from django.utils import timezone

    from dueregard.events.commands.drafting import RequestFields, start_draft
    from dueregard.events.rules.facts import SpeakerFacts
    from dueregard.statements.models import CODE
    from dueregard.statements.queries.version import in_force

    _event_desk(town)
    now = timezone.now()
    values: dict[str, Any] = {
        "title": "Island towns and work",
        "kind": "talk",
        "unit": town.politics,
        "where": "on-premises",
        "venue": "Lecture room 4",
        "day": now.date() + timedelta(days=35),
        "starts": time(18, 30),
        "people": 120,
        "audience": "members",
        "answers": {"refused-elsewhere": False},
        "speakers": (SpeakerFacts("Morwenna Skeats", "Islands Work Trust"),),
    }
    values = values | changes | {"code": in_force(CODE, town.politics, now.date())}
    return start_draft(by=town.organiser, fields=RequestFields(**values), now=now)


def _checked(town: Town, **changes: Any) -> Any:
    """Its one check is done, by the registrar."""
    from django.utils import timezone

    from dueregard.events.commands.checking import record_check

    sent = _sent(town, **changes)
    waiting = sent.checks.get(state="waiting")
    record_check(pk=waiting.pk, by=town.registrar, finding="clear", text="Fine.", now=timezone.now())
    return sent


def _passed_up(town: Town, **changes: Any) -> Any:
    from django.utils import timezone

    from dueregard.events.commands.deciding import pass_up

    sent = _checked(town, **changes)
    pass_up(pk=sent.pk, by=town.registrar, note="", now=timezone.now())
    return sent


def _decided(town: Town, **decision: Any) -> Any:
    from django.utils import timezone

    from dueregard.events.commands.deciding import decide
    from dueregard.events.rules.facts import DecisionFacts

    sent = _passed_up(town)
    facts = DecisionFacts(**({"outcome": "approved", "reasons": "A lawful talk."} | decision))
    decide(pk=sent.pk, by=town.principal, decision=facts, now=timezone.now())
    sent.refresh_from_db()
    return sent


@thing
def event_draft(town: Town) -> Any:
    return _event_draft(town)


@thing
def event_request(town: Town) -> Any:
    """Sent a moment ago; its check waits for the registrar."""
    return _sent(town)


@thing
def event_check(town: Town) -> Any:
    return _sent(town).checks.get(state="waiting")


@thing
def event_risk(town: Town) -> Any:
    """A request that waits for the registrar's check, with a risk and a mitigation that the registrar noted."""
    from django.utils import timezone

    from dueregard.events.commands import risk
    from dueregard.events.rules.risk import HazardFacts, MitigationFacts

    sent, by, now = _sent(town), town.registrar, timezone.now()
    facts = HazardFacts("Doors blocked", "possible", "serious")
    hazard = risk.note_hazard(pk=sent.pk, by=by, hazard=facts, now=now)
    stewards = MitigationFacts("Stewards at both doors", owner="The organiser")
    made = risk.note_mitigation(pk=hazard.pk, request=sent.pk, by=by, mitigation=stewards, now=now)
    return {"pk": sent.pk, "hazard": hazard.pk, "mitigation": made.pk}


@thing
def event_to_decide(town: Town) -> Any:
    """With the principal, who decides."""
    return _passed_up(town)


@thing
def event_to_advise(town: Town) -> Any:
    """At the principal's step, put on by a seminar of the department, which has the head asked for advice."""
    return _passed_up(town, unit=_seminar(town))


def _seminar(town: Town) -> Any:
    """A unit with a procedure of its own, so that the other things of the town go by the provider's."""
    from dueregard.kernel.refs import system
    from dueregard.organisation.commands import make_unit
    from dueregard.organisation.models import Unit
    from dueregard.procedures.commands import take_preset
    from tests.people import BUILDER, LONG_AGO, NOON

    known = Unit.objects.filter(code="seminar").first()
    if known is not None:
        return known
    procedure(town)
    made = make_unit(by=BUILDER, code="seminar", name="Seminar", kind="team", parent=town.politics, now=NOON)
    text = '[[step]]\nid = "principal"\nadvice = "head"\nadvice_within = "2 working days"\n'
    by = system("tests.access")
    take_preset(by=by, kind="events", unit=made, text=text, preset="own", starts=LONG_AGO, now=NOON)
    return made


def _of_two_bodies(town: Town) -> Any:
    """The department of history, where the outsider reads the register: it decides by a procedure of its own, and the
    provider beside it. No other thing is of that department."""
    from dueregard.kernel.refs import system
    from dueregard.procedures.commands import take_preset
    from dueregard.procedures.models import Version
    from tests.people import LONG_AGO, NOON

    if not Version.objects.filter(unit=town.history).exists():
        procedure(town)
        text = """
[procedure]
late = "head"

[[check]]
id = "room"
post = "head"

[[step]]
id = "team"
drop = true

[[step]]
id = "principal"
drop = true

[[step]]
id = "head"
title = "Head of department"
post = "head"
may = ["approve", "approve with conditions", "refuse"]
within = "3 working days"

[[track]]
id = "university"
title = "University"
unit = "northmoor"
"""
        by = system("tests.access")
        take_preset(
            by=by, kind="events", unit=town.history, text=text, preset="own", starts=LONG_AGO, now=NOON
        )
    return town.history


def _bodies_of(request: Any) -> dict[str, Any]:
    from dueregard.events.models import EventRequest

    parts = {each.track: each for each in EventRequest.objects.filter(main=request.pk)}
    checks = {code: each.checks.filter(state="waiting").first() for code, each in parts.items()}
    return {
        "pk": request.pk,
        "home": parts["home"].pk,
        "university": parts["university"].pk,
        "home_check": checks["home"].pk,
        "university_check": checks["university"].pk if checks["university"] else "",
    }


@thing
def event_bodies(town: Town) -> Any:
    """Two bodies decide: `home` is the outsider's department, `university` the provider."""
    return _bodies_of(_sent(town, unit=_of_two_bodies(town)))


@thing
def hire_bodies(town: Town) -> Any:
    """The same of somebody from outside: the university has asked a question, the department has not."""
    from django.utils import timezone

    from dueregard.events.commands.asking import return_for_information
    from dueregard.events.models import EventRequest

    found, now = _hire(town, sent=True, unit=_of_two_bodies(town)), timezone.now()
    parts = _bodies_of(EventRequest.objects.get(pk=found["pk"]))
    return_for_information(pk=parts["university"], by=town.registrar, question="Which room?", now=now)
    return found | parts


@thing
def partner_contact(town: Town) -> Any:
    from datetime import timedelta

    from django.utils import timezone

    from dueregard.events.commands.contacts import keep_contact
    from dueregard.events.models import PartnerContact
    from dueregard.events.rules.partner import ContactFields

    now = timezone.now()
    review_by = now.date() + timedelta(days=200)
    fields = ContactFields("Ada Lowe", "Seaford College", "ada@seaford.example", review_by)
    kept = PartnerContact.objects.filter(unit=town.provider).first()
    return kept or keep_contact(by=town.registrar, unit=town.provider, fields=fields, now=now)


@thing
def event_partner(town: Town) -> Any:
    """A question to a partner about the speaker, with the token of its link."""
    from django.utils import timezone

    from dueregard.accounts import links
    from dueregard.events.commands.partner import ask_partners

    now, contact, sent = timezone.now(), partner_contact(town), _sent(town)
    (made,) = ask_partners(
        pk=sent.pk, by=town.registrar, speaker="Morwenna Skeats", contacts=[contact.pk], now=now
    )
    token = links.token_for("events.partner_check", made.ref, now)
    return {"pk": made.pk, "request": sent.pk, "token": token}


@thing
def event_returned(town: Town) -> Any:
    from django.utils import timezone

    from dueregard.events.commands.asking import return_for_information

    sent = _sent(town)
    return return_for_information(pk=sent.pk, by=town.registrar, question="Which room?", now=timezone.now())


@thing
def event_approved(town: Town) -> Any:
    return _decided(town)


@thing
def event_conditioned(town: Town) -> Any:
    """Approved with one condition, so that the organiser may appeal."""
    from dueregard.events.rules.facts import ConditionFacts

    condition = ConditionFacts(
        what="Tickets only",
        purpose="Known numbers",
        risk="Crowding",
        lesser="Counting at the door was considered.",
        owner="Room booking",
        because="other",
    )
    return _decided(town, outcome="approved-with-conditions", conditions=(condition,))


def _its_day_has_come(pk: Any) -> None:
    from django.utils import timezone

    from dueregard.events.models import EventRequest
    from dueregard.kernel.dates import today_in_london

    EventRequest.objects.filter(pk=pk).update(day=today_in_london(timezone.now()))


@thing
def event_been(town: Town) -> Any:
    """An event approved with a condition, on its day: the link for its room, and a comment from there."""
    from django.utils import timezone

    from dueregard.accounts.links import find
    from dueregard.events.catalogue import ROOM
    from dueregard.events.commands import after
    from dueregard.events.commands.locking import Organiser
    from dueregard.events.rules.after import Opinion

    sent, now = event_conditioned(town), timezone.now()
    token = after.open_a_room(pk=sent.pk, by=Organiser(town.organiser), now=now)
    _its_day_has_come(sent.pk)
    link = find(ROOM, token, now)
    assert link is not None
    opinion = Opinion("well", "yes", comment="Well chaired.")
    said = after.give_feedback_from_the_room(link=link, opinion=opinion, now=now)
    return {"pk": sent.pk, "room": token, "comment": said.pk}


@thing
def event_refusal(town: Town) -> Any:
    """A request whose refusal the principal has proposed, and the link by which somebody may confirm it."""
    from django.utils import timezone

    from dueregard.accounts import links
    from dueregard.events.catalogue import ASKED_PERSON
    from tests.people import BUILDER, a_post_kind, give

    a_post_kind("second-person", "Second person", "events.confirm")
    give(town.contractor, "second-person", town.provider)
    because = {"law": "An Act, section 3", "lesser": "Another room was considered.", "because": "other"}
    sent = _decided(town, outcome="refused", **because)
    asked = links.issue(
        ASKED_PERSON,
        about=sent.decisions.get().ref,
        holder=str(town.contractor.pk),
        by=BUILDER,
        now=timezone.now(),
    )
    return {"pk": sent.pk, "asked": asked}


@thing
def event_appeal(town: Town) -> Any:
    from django.utils import timezone

    from dueregard.events.commands.appealing import lodge_appeal
    from dueregard.events.commands.locking import Organiser

    sent = event_conditioned(town)
    by = Organiser(town.organiser)
    return lodge_appeal(pk=sent.pk, by=by, grounds="It is too much.", now=timezone.now())


@thing
def event_file(town: Town) -> Any:
    """A paper that the registrar keeps with a check."""
    from django.core.files.uploadedfile import SimpleUploadedFile
    from django.utils import timezone

    from dueregard.events.commands.checking import add_file

    paper = SimpleUploadedFile("plan.txt", b"Two doors, both step-free.\n", content_type="text/plain")
    return add_file(pk=event_check(town).pk, by=town.registrar, upload=paper, now=timezone.now())


def _hire(town: Town, *, sent: bool, confirmed: bool = True, unit: Any = None) -> Any:
    """A request of somebody from outside and the token of its link."""
    from django.utils import timezone

    from dueregard.accounts import links
    from dueregard.events.catalogue import HIRER
    from dueregard.events.commands.drafting import discard_draft, save_draft
    from dueregard.events.commands.hiring import begin_hire, confirm_address
    from dueregard.events.commands.locking import Organiser
    from dueregard.events.commands.sending import send
    from tests.people import BUILDER

    now = timezone.now()
    like = _event_draft(town, **({"unit": unit} if unit else {}))
    email = f"petra-{like.pk.hex[:8]}@quay.example"  # one address begins only so many in a day
    made = begin_hire(name="Petra Lindqvist", email=email, phone="", unit=unit or town.politics, now=now)
    assert made is not None
    token = links.issue(HIRER, about=made.ref, by=BUILDER, now=now)
    by = Organiser(link="1", request=made.pk)
    if confirmed:
        confirm_address(pk=made.pk, by=by, now=now)
        save_draft(pk=made.pk, by=by, fields=_fields_like(like), now=now)
    discard_draft(pk=like.pk, by=Organiser(town.organiser), now=now)
    if sent:
        send(pk=made.pk, by=by, now=now)
    return {"pk": made.pk, "token": token}


def _fields_like(request: Any) -> Any:
    from dueregard.events.commands.drafting import RequestFields
    from dueregard.events.rules.facts import SpeakerFacts

    names = (
        "title", "kind", "unit", "where", "venue", "day", "starts", "people", "audience", "answers",
    )  # fmt: skip
    speakers = tuple(SpeakerFacts(each.name, each.body) for each in request.speakers.all())
    facts = {name: getattr(request, name) for name in names}
    return RequestFields(**facts, speakers=speakers, code=request.code_version)


@thing
def hire_begun(town: Town) -> Any:
    return _hire(town, sent=False, confirmed=False)


@thing
def hire_draft(town: Town) -> Any:
    return _hire(town, sent=False)


@thing
def hire_sent(town: Town) -> Any:
    return _hire(town, sent=True)


@thing
def hire_conditioned(town: Town) -> Any:
    """The request of somebody from outside, approved with a condition: it has a letter, and may be appealed."""
    from django.utils import timezone

    from dueregard.events.commands import checking, deciding
    from dueregard.events.models import EventRequest
    from dueregard.events.rules.facts import ConditionFacts, DecisionFacts

    found, now = _hire(town, sent=True), timezone.now()
    sent = EventRequest.objects.get(pk=found["pk"])
    for waiting in sent.checks.filter(state="waiting"):
        checking.record_check(pk=waiting.pk, by=town.registrar, finding="clear", text="Fine.", now=now)
    deciding.pass_up(pk=sent.pk, by=town.registrar, note="", now=now)
    condition = ConditionFacts(
        "Tickets only", "Known numbers", "Crowding", "Counting.", "Room booking", "other"
    )
    facts = DecisionFacts("approved-with-conditions", "A good event.", conditions=(condition,))
    deciding.decide(pk=sent.pk, by=town.principal, decision=facts, now=now)
    return found


@thing
def hire_been(town: Town) -> Any:
    """The same on its day, with the link for its room."""
    from django.utils import timezone

    from dueregard.accounts.links import find
    from dueregard.events.catalogue import HIRER
    from dueregard.events.commands.after import open_a_room
    from dueregard.events.commands.locking import Organiser

    found, now = hire_conditioned(town), timezone.now()
    link = find(HIRER, found["token"], now)
    assert link is not None
    open_a_room(pk=found["pk"], by=Organiser(link=str(link.pk), request=found["pk"]), now=now)
    _its_day_has_come(found["pk"])
    return found


@thing
def hire_returned(town: Town) -> Any:
    from django.utils import timezone

    from dueregard.events.commands.asking import return_for_information

    found = _hire(town, sent=True)
    return_for_information(pk=found["pk"], by=town.registrar, question="Which?", now=timezone.now())
    return found


@thing
def brought_register(town: Town) -> Any:
    """Last year's register of the provider, one line long."""
    from dueregard.events.commands.bringing_in import bring_in
    from dueregard.kernel.refs import system
    from tests.people import NOON

    report = bring_in(
        content=b"Event,Date\nA talk,3/11/2025\n",
        name="register.csv",
        unit=town.provider,
        by=system("tests.access"),
        now=NOON,
    )
    return report.brought


@thing
def issued_paper(town: Town) -> Any:
    """A paper for the board, issued by the registrar."""
    from dueregard.assurance.commands.paper import issue_paper
    from tests.people import NOON, TODAY

    return issue_paper(
        unit=town.provider,
        audience="board",
        body="Board of Governors",
        first=TODAY.replace(month=8, day=1),
        last=TODAY,
        note="A quiet term.",
        by=town.registrar,
        now=NOON,
    )


@thing
def shelf(town: Town) -> Any:
    """A published case study in the hub, with the slug of its theme."""
    from dueregard.practice.models import CaseStudy
    from tests.practice.shelf import on_the_shelf

    known = CaseStudy.objects.filter(slug="officers").first()
    return known or on_the_shelf("Officers", "One a school.", "Welfare")


@thing
def shelf_version(town: Town) -> Any:
    """The first version of the published case study."""
    from dueregard.practice.models import Version
    from tests.people import NOON

    study = shelf(town)
    facts = {"title": study.title, "text": study.text, "at": NOON}
    return Version.objects.get_or_create(case_study=study, number=1, defaults=facts)[0]


@thing
def shelf_picture(town: Town) -> Any:
    """A picture of the published case study."""
    from django.core.files.uploadedfile import SimpleUploadedFile

    from dueregard.practice.commands.pictures import add_picture
    from tests.documents.test_files import png
    from tests.people import NOON

    study = shelf(town)
    return study.pictures.first() or add_picture(
        pk=study.pk,
        by=town.registrar,
        upload=SimpleUploadedFile("sheet.png", png()),
        alt="A sheet",
        decorative=False,
        now=NOON,
    )


@thing
def shelf_theme(town: Town) -> Any:
    return shelf(town).themes.get()


@thing
def parcel(town: Town) -> Any:
    """A pack that the registrar has begun, with one case study in it."""
    from dueregard.exchange.commands.sending import begin
    from tests.people import NOON

    key = f"case-study:{shelf(town).pk}"
    return begin(by=town.registrar, unit=town.provider, title="Officers to share", keys=[key], now=NOON)


@thing
def signed_parcel(town: Town) -> Any:
    from dueregard.exchange.commands.sending import seal
    from tests.people import NOON

    return seal(pk=parcel(town).pk, by=town.registrar, revision=1, now=NOON)


@thing
def pack_of_others(town: Town) -> Any:
    """A pack that was signed elsewhere, opened by the registrar."""
    from dueregard.exchange.commands.bringing_in import look_at
    from tests.exchange.packs import a_pack
    from tests.people import NOON

    return look_at(content=a_pack(), unit=town.provider, by=town.registrar, now=NOON)


@thing
def answer_to_officers(town: Town) -> Any:
    """The registrar has answered the case study for the provider: 'we will'."""
    from dueregard.adoption.commands.answering import answer
    from dueregard.adoption.models import Answer
    from tests.adoption.library import words
    from tests.people import NOON

    study = shelf(town)
    return Answer.objects.filter(case_study=study).first() or answer(
        case_study=study.pk, unit=town.provider.pk, by=town.registrar, said=words(), now=NOON
    )


def _decided_long_ago(town: Town) -> Any:
    """A request whose event took place forty days before the real day: checked and passed up by the registrar,
    approved by the principal."""
    from datetime import time, timedelta

    from django.utils import timezone

    from dueregard.events.commands import checking, deciding
    from dueregard.events.commands.drafting import RequestFields, start_draft
    from dueregard.events.commands.locking import Organiser
    from dueregard.events.commands.sending import send
    from dueregard.events.rules.facts import DecisionFacts, SpeakerFacts
    from dueregard.statements.models import CODE
    from dueregard.statements.queries.version import in_force

    _event_desk(town)
    then = timezone.now() - timedelta(days=90)
    fields = RequestFields(
        title="Harbours and tides",
        kind="talk",
        unit=town.politics,
        where="on-premises",
        venue="Lecture room 4",
        day=then.date() + timedelta(days=50),
        starts=time(18, 30),
        people=120,
        audience="members",
        answers={"refused-elsewhere": False},
        speakers=(SpeakerFacts("Morwenna Skeats", "Islands Work Trust"),),
        code=in_force(CODE, town.politics, then.date()),
    )
    made = start_draft(by=town.organiser, fields=fields, now=then)
    sent = send(pk=made.pk, by=Organiser(town.organiser), now=then)
    for waiting in sent.checks.filter(state="waiting"):
        checking.record_check(pk=waiting.pk, by=town.registrar, finding="clear", text="Fine.", now=then)
    deciding.pass_up(pk=sent.pk, by=town.registrar, note="", now=then)
    facts = DecisionFacts(outcome="approved", reasons="A lawful talk.")
    deciding.decide(pk=sent.pk, by=town.principal, decision=facts, now=then)
    return sent


@thing
def questions(town: Town) -> Any:
    """The draft of a list of further questions of politics, by its head."""
    from dueregard.audits.commands.questions import begin_list
    from tests.people import NOON

    said = {"title": "Welcome", "about": "How guests are met", "questions": ["Was the speaker met?"]}
    return begin_list(by=town.head, unit=town.politics, now=NOON, **said)


@thing
def audit_planned(town: Town) -> Any:
    """Planned by the head for the administrator; its period is over and holds one request."""
    from datetime import timedelta

    from django.utils import timezone

    from dueregard.audits.commands.planning import Plan, plan_audit

    _decided_long_ago(town)
    now = timezone.now()
    plan = Plan(
        title="Talks in politics",
        unit=town.politics,
        first=now.date() - timedelta(days=100),
        last=now.date() - timedelta(days=10),
        auditor=town.administrator,
        sizes={"all": 5},
        every=12,
    )
    return plan_audit(by=town.head, plan=plan, now=now)


@thing
def audit_drawn(town: Town) -> Any:
    from django.utils import timezone

    from dueregard.audits.commands.drawing import draw_sample

    return draw_sample(pk=audit_planned(town).pk, by=town.administrator, now=timezone.now())


@thing
def audit_finding(town: Town) -> Any:
    from django.utils import timezone

    from dueregard.audits.commands.reporting import make_finding

    drawn = audit_drawn(town)
    made = make_finding(
        pk=drawn.pk,
        by=town.administrator,
        what="Reasons are short",
        why="",
        points=[],
        to_do=None,
        no_action_why="They say enough.",
        now=timezone.now(),
    )
    return {"pk": drawn.pk, "finding": made.pk}


@thing
def audit_review(town: Town) -> Any:
    """A quiet year of the department of politics."""
    from datetime import timedelta

    from django.utils import timezone

    from dueregard.audits.commands.reviewing import propose_review
    from dueregard.audits.queries.quiet import Quiet

    now = timezone.now()
    quiet = Quiet(town.politics, 12, now.date() - timedelta(days=400))
    return propose_review(quiet=quiet, now=now)


@thing
def statement(town: Town) -> Any:
    """The provider's code of practice in force."""
    from dueregard.statements.models import Version
    from tests.statements import hall

    return Version.objects.filter(unit=town.provider, starter=True).first() or hall.starter_of(town.provider)


@thing
def statement_draft(town: Town) -> Any:
    """A draft of the accessibility statement, saved once by the registrar."""
    from dueregard.statements.models import ACCESSIBILITY
    from tests.statements import hall

    return hall.drafted(town, kind=ACCESSIBILITY)


@thing
def statement_approved(town: Town) -> Any:
    from dueregard.statements.models import PRIVACY
    from tests.statements import hall

    return hall.approved(town, kind=PRIVACY)


@thing
def yearly_sending(town: Town) -> Any:
    from dueregard.statements.commands.yearly import send_yearly
    from tests.people import NOON
    from tests.statements import hall

    hall.in_force(town)
    return send_yearly(by=town.registrar, unit=town.provider, units=[town.politics], lists=[], now=NOON)


@thing
def complaint(town: Town) -> Any:
    from dueregard.statements.commands.complaint import complain
    from tests.people import NOON

    return complain(
        unit=town.provider,
        name="Con Baxter",
        email="con@example.com",
        who="speaker",
        which="E-0001",
        what="I was told not to come.",
        now=NOON,
    )


@thing
def what_a_reader_said(town: Town) -> Any:
    from dueregard.practice.models import Feedback
    from tests.people import NOON

    return Feedback.objects.first() or Feedback.objects.create(useful=True, words="Good.", at=NOON)


@thing
def speaker(town: Town) -> Any:
    """A speaker of a sent request that the registrar may see."""
    from dueregard.events.models import Speaker

    return Speaker.objects.filter(request=_sent(town)).first()


@thing
def booking_source(town: Town) -> Any:
    """Room bookings of the provider, from a spreadsheet."""
    from django.utils import timezone

    from dueregard.bookings.commands.sources import make_source
    from dueregard.bookings.fields import SourceFields
    from dueregard.bookings.models import Source
    from dueregard.kernel.refs import system

    fields = SourceFields(name="Room bookings", unit=town.provider, kind="table")
    return Source.objects.filter(name=fields.name).first() or make_source(
        by=system("tests.access"), fields=fields, now=timezone.now()
    )


@thing
def booking_import(town: Town) -> Any:
    """One booking in a month's time, which no request is about."""
    from datetime import timedelta

    from django.utils import timezone

    from dueregard.bookings.commands.bringing_in import bring_in
    from dueregard.bookings.models import Import
    from dueregard.kernel.refs import system

    now = timezone.now()
    day = f"{now + timedelta(days=30):%d/%m/%Y}"
    content = f"Reference,Title,Date,Room,Email\nR1,Choir,{day},Chapel,sam@x.example\n".encode()
    by, source = system("tests.access"), booking_source(town).pk
    report = bring_in(source=source, content=content, name="rooms.csv", by=by, now=now)
    return report.brought or Import.objects.get(source=source)


@thing
def booking(town: Town) -> Any:
    return booking_import(town).bookings.get()


@thing
def law_change(town: Town) -> Any:
    from tests.newsletters import desk

    return desk.logged(town)


@thing
def letter_draft(town: Town) -> Any:
    from tests.newsletters import desk

    return desk.drafted(town, "Hello.")


@thing
def letter_sent(town: Town) -> Any:
    from tests.newsletters import desk

    return desk.sent(town, "For those who sign in.")


@thing
def letter_public(town: Town) -> Any:
    from tests.newsletters import desk

    return desk.sent(town, "For everybody.", public=True)


@thing
def way_out(town: Town) -> Any:
    """The link by which the head ends newsletters."""
    from types import SimpleNamespace

    from dueregard.newsletters.unsubscribing import Wish, token_for

    return SimpleNamespace(token=token_for(Wish(town.head.pk, town.provider.pk)))
