"""Nonsense in every field of every form: a clear answer, never a fault, and what was typed is still there.

The forms are found as a person finds them: on each page that access.toml says somebody may open, and on the pages
of a request in each of its states. Each field is sent empty, over-long, and with what keyboards, scripts and old
programs leave in a text; dates and times that do not exist; numbers that nobody counts to. Each request is undone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from urllib.parse import quote_plus, urljoin

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import generate_totp_secret
from allauth.mfa.utils import encrypt
from django.db import transaction
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from dueregard.accounts.links import token_for
from dueregard.events.commands import appealing, asking, deciding
from dueregard.events.commands.contacts import keep_contact
from dueregard.events.commands.drafting import start_draft
from dueregard.events.commands.locking import Organiser
from dueregard.events.commands.partner import ask_partners
from dueregard.events.commands.risk import note_hazard
from dueregard.events.rules.partner import ContactFields
from dueregard.events.rules.risk import HazardFacts
from dueregard.organisation.models import Person
from dueregard.procedures.commands import take_preset
from tests.access.asking import Asker, path_of, undoable
from tests.access.matrix import PERSONAS, SIGNED_OUT, Address, Row, addresses, read
from tests.events import desk as d
from tests.events.test_pages import sent, typed
from tests.journeys.forms_on_pages import Control, Form, Page
from tests.people import BUILDER, LONG_AGO, NOON, let

MATRIX = read()
ADDRESSES = list(addresses(get_resolver().url_patterns))
# The pages of events are asked below, where a request stands in the state that shows each form.
OPEN_PAGES = [
    (row, address)
    for row in MATRIX.rows
    for address in ADDRESSES
    if row.describes(address) and row.post and not row.name.startswith("events:")
]

NONSENSE: dict[str, str | bytes] = {
    "empty": "",
    "only spaces": "   ",
    "over-long": "x" * 10_000,
    "NUL": "a\0b",
    "malformed UTF-8": b"caf\xe9 \xff\xfe",
    "right-to-left override": "harmless \u202egpj.exe",
    "formula": '=HYPERLINK("http://127.0.0.1/","x")',
    "markup": "<script>alert(1)</script>'\"&amp;",
    "lone surrogate": b"a\xed\xa0\x80b",
    "control characters": "a\x1b[31m\x07",
    "letters": "elephant",
    "10^30": "1" + "0" * 30,
    "minus": "-1",
    "digits of another script": "١٢٣",
}
DATES = {
    "31 November": ("31", "11", "2026"),
    "nought": ("0", "0", "0"),
    "letters": ("ab", "cd", "ef"),
    "no such year": ("1", "1", "9" * 30),
    "29 February": ("29", "2", "2027"),
    "empty parts": ("1", "", "2027"),
}
SKIPPED_HOUR = {"day_day": "28", "day_month": "3", "day_year": "2027", "starts": "01:30"}
OF_THE_HAND = ("empty", "over-long", "NUL", "malformed UTF-8", "lone surrogate")
"""What is sent where nobody types: in a radio, a list, a button, a hidden field."""
CANNOT_BE_SHOWN = {"NUL", "malformed UTF-8", "lone surrogate", "control characters"}


# --- Sending and judging -------------------------------------------------------------------------------------


@dataclass
class Visitor:
    """Somebody's cookies; everything they do is undone."""

    cookies: Any
    faults: list[str] = field(default_factory=list)

    def gets(self, path: str) -> Any:
        with undoable():
            answer = self._client().get(path)
            transaction.set_rollback(True)
        return answer

    def posts(self, path: str, form: Form, values: dict[str, Any]) -> Any:
        with undoable():
            if form.multipart:
                answer = self._client().post(path, {name: _text(value) for name, value in values.items()})
            else:
                answer = self._client().generic(
                    "POST", path, _encoded(values), content_type="application/x-www-form-urlencoded"
                )
            transaction.set_rollback(True)
        return answer

    def _client(self) -> Client:
        client = Client(raise_request_exception=False)
        client.cookies.load({name: each.value for name, each in self.cookies.items()})
        return client


def _text(value: str | bytes) -> str:
    return value if isinstance(value, str) else value.decode("utf-8", "replace")


def _encoded(values: dict[str, Any]) -> bytes:
    return "&".join(f"{quote_plus(name)}={quote_plus(value)}" for name, value in values.items()).encode()


def judged(answer: Any, sent: dict[str, Any], controls: Iterable[Control], what: str) -> str:
    """What is wrong with an answer to nonsense in these controls; '' when nothing is."""
    if answer.status_code >= 500:
        broken = getattr(answer, "exc_info", None)
        return f"answered {answer.status_code} ({broken[1]!r})" if broken else f"{answer.status_code}"
    if answer.status_code in {301, 302, 303} or answer.streaming:
        return ""
    page = Page(answer.content.decode())
    if answer.status_code == 422 or page.has_field_error:
        if not page.has_summary:
            return f"answered {answer.status_code} without a summary of what is wrong"
        if gone := [each for each in page.summary_links if each not in page.ids]:
            return f"its summary leads to {gone}, which are not on the page"
        if page.has_field_error and not page.summary_links:
            return "its summary leads to no field"
        if what not in CANNOT_BE_SHOWN and (
            gone := [each for each in controls if _is_gone(each, sent, page)]
        ):
            return f"what was typed in {[each.name for each in gone]} is gone"
    return ""


def _is_gone(control: Control, sent: dict[str, Any], page: Page) -> bool:
    wanted = _text(sent[control.name]).strip() if control.is_typed else ""
    return bool(wanted) and not any(wanted in each for each in page.shown.get(control.name, []))


def swept(visitor: Visitor, path: str, base: dict[str, str] | None = None) -> list[str]:
    """Send nonsense in each field of each form of a page; what was wrong."""
    html = visitor.gets(path)
    if html.status_code != 200 or html.streaming:
        return [f"{path} answered {html.status_code}"]
    wrong, found = [], Page(html.content.decode()).forms
    assert not base or [form for form in found if form.controls.keys() & base.keys()], "the form is gone"
    for form in found:
        target = urljoin(path, form.action.partition("#")[0]) if form.action else path
        if form.method != "post" or target == reverse("account_logout") != path:
            continue
        plain = form.would_send() | {
            k: v for k, v in (base or {}).items() if form.action in ("", path) or base
        }
        for case, value in NONSENSE.items():
            wrong += typed_everywhere(visitor, target, form, plain, case, value)
        for case, values, controls in cases(form, plain):
            if fault := judged(visitor.posts(target, form, values), values, controls, case):
                wrong.append(f"{', '.join(each.name for each in controls) or 'dates'}, {case}: {fault}")
    return wrong


def typed_everywhere(
    visitor: Visitor, target: str, form: Form, plain: dict[str, str], case: str, value: str | bytes
) -> list[str]:
    """The same nonsense in all fields that are typed into; then only in those that took it, the rest being good, until
    it comes through the form to what the form is for. A fault is looked for again in each field alone."""
    left = {each.name: each for each in form.controls.values() if each.is_typed}
    while left:
        values = plain | dict.fromkeys(left, value)
        answer = visitor.posts(target, form, values)
        if fault := judged(answer, values, left.values(), case):
            return [f"{case}: {fault}", *_one_by_one(visitor, target, form, plain, case, value)]
        refused = _led_to(answer, left)
        if not refused:
            break
        left = {name: each for name, each in left.items() if name not in refused}
    return []


def _led_to(answer: Any, names: Iterable[str]) -> set[str]:
    """The fields to which the summary leads; of a date with three fields, all three."""
    if answer.streaming or answer.status_code in {301, 302, 303}:
        return set()
    told = {link.removeprefix("id_") for link in Page(answer.content.decode()).summary_links}
    dates = {name.rpartition("_")[0] for name in told if name.endswith(("_day", "_month", "_year"))}
    return {name for name in names if name in told or name.rpartition("_")[0] in dates}


def _one_by_one(
    visitor: Visitor, target: str, form: Form, plain: dict[str, str], case: str, value: str | bytes
) -> Iterator[str]:
    for control in form.controls.values():
        values = plain | {control.name: value}
        if control.is_typed and (
            fault := judged(visitor.posts(target, form, values), values, [control], case)
        ):
            yield f"    {control.name} alone, {case}: {fault}"


def cases(form: Form, plain: dict[str, str]) -> Iterator[tuple[str, dict[str, Any], list[Control]]]:
    """What is sent where nobody types; dates that do not exist; nothing at all."""
    for control in form.controls.values():
        if control.name != "csrfmiddlewaretoken" and not control.is_typed:
            for case in OF_THE_HAND:
                yield case, plain | {control.name: NONSENSE[case]}, [control]
    stems = [name.removesuffix("_day") for name in form.controls if name.endswith("_day")]
    for case, (day, month, year) in DATES.items():
        for stem in stems:
            parts = {f"{stem}_day": day, f"{stem}_month": month, f"{stem}_year": year}
            yield case, plain | parts, []
    if {"day_day", "starts"} <= set(form.controls):
        yield "an hour that the clocks skip", plain | SKIPPED_HOUR, []
    yield "nothing at all", {}, []


# --- The pages of the access matrix --------------------------------------------------------------------------


@pytest.fixture(scope="module")
def asker(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Asker]:
    with django_db_blocker.unblock(), undoable():
        asker = Asker(MATRIX.posts)
        # Second steps that can be confirmed; those of the walk have no secret.
        Authenticator.objects.update(data={"secret": encrypt(generate_totp_secret())})
        yield asker
        transaction.set_rollback(True)


@pytest.mark.parametrize(("row", "address"), OPEN_PAGES, ids=[str(row) for row, _ in OPEN_PAGES])
def test_nonsense_in_any_field_of_a_page_gets_a_clear_answer(
    row: Row, address: Address, asker: Asker
) -> None:
    path = path_of(address, asker.keys(row), row.query)
    for persona in (SIGNED_OUT, *(each for each in PERSONAS if each != SIGNED_OUT)):
        if row.get and row.answer("GET", persona) == 200:
            assert swept(Visitor(asker._cookies[persona]), path) == []
            return
    pytest.skip("shows no form to anybody")


# --- The pages of a request ----------------------------------------------------------------------------------


def _new(desk: d.Desk) -> tuple[Any, str, dict[str, str]]:
    return desk.organiser, reverse("events:new"), typed(desk, do="send")


def _edit(desk: d.Desk) -> tuple[Any, str, dict[str, str]]:
    draft = start_draft(by=desk.organiser, fields=d.fields(desk), now=timezone.now())
    return desk.organiser, reverse("events:edit", args=[draft.pk]), typed(desk, do="send")


def _amend(desk: d.Desk) -> tuple[Any, str, dict[str, str]]:
    return desk.organiser, reverse("events:amend", args=[sent(desk).pk]), typed(desk, do="send")


def _withdraw(desk: d.Desk) -> tuple[Any, str, dict[str, str]]:
    return desk.organiser, reverse("events:withdraw", args=[sent(desk).pk]), {}


def _answer(desk: d.Desk) -> tuple[Any, str, dict[str, str]]:
    request = sent(desk)
    asking.return_for_information(pk=request.pk, by=desk.head, question="Who chairs?", now=timezone.now())
    return desk.organiser, reverse("events:answer", args=[request.pk]), {}


def _ask(desk: d.Desk) -> tuple[Any, str, dict[str, str]]:
    return desk.head, reverse("events:ask", args=[sent(desk).pk]), {}


def _mark(desk: d.Desk) -> tuple[Any, str, dict[str, str]]:
    return desk.prevent_lead, reverse("events:mark", args=[sent(desk).pk]), {}


def _move(desk: d.Desk) -> tuple[Any, str, dict[str, str]]:
    request = sent(desk)
    unit, text = desk.town.politics, '[[step]]\nid = "head-of-unit"\nwithin = "2 working days"\n'
    take_preset(by=BUILDER, kind="events", unit=unit, text=text, preset="own", starts=LONG_AGO, now=NOON)
    let("prevent-lead", "procedures.draft")
    return desk.prevent_lead, reverse("events:move", args=[request.pk]), {"note": "A fairer version"}


def _check(desk: d.Desk) -> tuple[Any, str, dict[str, str]]:
    check = sent(desk).checks.get(code="security")
    return desk.security, reverse("events:check", args=[check.pk]), {"finding": "clear"}


def _advise(desk: d.Desk) -> tuple[Any, str, dict[str, str]]:
    text = '[[step]]\nid = "head-of-unit"\nadvice = "prevent-lead"\nadvice_within = "2 working days"\n'
    unit = desk.town.politics
    take_preset(by=BUILDER, kind="events", unit=unit, text=text, preset="own", starts=LONG_AGO, now=NOON)
    let("prevent-lead", "events.advise")
    return desk.prevent_lead, reverse("events:advise", args=[sent(desk).pk]), {"recommendation": "Go ahead."}


def _contact(desk: d.Desk) -> tuple[Any, str, dict[str, str]]:
    let("prevent-lead", "events.partner_contacts")
    values = {"name": "Ada Lowe", "organisation": "Seaford College", "email": "ada@seaford.example"}
    day = {"review_by_day": "1", "review_by_month": "6", "review_by_year": str(timezone.now().year + 1)}
    return desk.prevent_lead, reverse("events:contact-new"), values | day


def _memory(desk: d.Desk) -> tuple[Any, str, dict[str, str]]:
    let("prevent-lead", "events.partner_contacts")
    return desk.prevent_lead, reverse("events:memory"), {}


def _question(desk: d.Desk) -> Any:
    now = timezone.now()
    request = sent(desk)
    lead = let("head-of-security", "events.partner_contacts") and Person.objects.get(pk=desk.security.pk)
    fields = ContactFields("Ada Lowe", "Seaford", "ada@seaford.example", now.date() + timedelta(days=90))
    contact = keep_contact(by=lead, unit=desk.town.provider, fields=fields, now=now)
    return request, contact, lead


def _ask_partners(desk: d.Desk) -> tuple[Any, str, dict[str, str]]:
    request, contact, lead = _question(desk)
    path = reverse("events:ask-partners", args=[request.pk])
    return lead, path, {"speaker": "Morwenna Skeats", "contacts": str(contact.pk), "do": "preview"}


def _partner(desk: d.Desk) -> tuple[Any, str, dict[str, str]]:
    request, contact, lead = _question(desk)
    now, name = timezone.now(), request.speakers.get().name
    (made,) = ask_partners(pk=request.pk, by=lead, speaker=name, contacts=[contact.pk], now=now)
    token = token_for("events.partner_check", made.ref, now)
    return lead, reverse("events:partner-link", args=[token]), {"answer": "yes"}


CONDITION = {
    "outcome": "approved-with-conditions",
    "reasons": "Good.",
    "do": "decide",
    "condition-1-what": "Two stewards",
    "condition-1-purpose": "A safe way in",
    "condition-1-risk": "Pushing",
    "condition-1-owner": "post:conference-office",
    "condition-1-because": "other",
    "condition-1-lesser": "One cannot hold two doors.",
}


def _decide(desk: d.Desk) -> tuple[Any, str, dict[str, str]]:
    request = sent(desk)
    d.all_checks(desk, request, now=timezone.now())
    return desk.head, reverse("events:decide", args=[request.pk]), CONDITION


def _designated(desk: d.Desk) -> Any:
    request = sent(desk)
    asking.mark_designated(pk=request.pk, by=desk.prevent_lead, now=timezone.now())
    request.refresh_from_db()
    d.all_checks(desk, request, now=timezone.now())
    return request


def _refuse(desk: d.Desk) -> tuple[Any, str, dict[str, str]]:
    refusing = {
        "outcome": "refused",
        "reasons": "No.",
        "law": "An Act",
        "lesser": "Tried.",
        "because": "other",
        "letter": "shown",
        "letter_words": "We are sorry.",
    }
    return desk.secretary, reverse("events:decide", args=[_designated(desk).pk]), {**refusing, "do": "decide"}


def _proposed(desk: d.Desk) -> Any:
    request = _designated(desk)
    deciding.decide(pk=request.pk, by=desk.secretary, decision=d.refusal(), now=timezone.now())
    return request


def _confirm(desk: d.Desk) -> tuple[Any, str, dict[str, str]]:
    return desk.accountable, reverse("events:confirm", args=[_proposed(desk).pk]), {"do": "no"}


def _refused(desk: d.Desk) -> Any:
    request = _proposed(desk)
    deciding.confirm_refusal(pk=request.pk, by=desk.accountable, note="Agreed.", now=timezone.now())
    return request


def _appeal(desk: d.Desk) -> tuple[Any, str, dict[str, str]]:
    return desk.organiser, reverse("events:appeal", args=[_refused(desk).pk]), {}


def _hear(desk: d.Desk) -> tuple[Any, str, dict[str, str]]:
    request = _refused(desk)
    by = Organiser(desk.organiser)
    appeal = appealing.lodge_appeal(pk=request.pk, by=by, grounds="Look again.", now=timezone.now())
    changed = {**CONDITION, "result": "approved-with-conditions"}
    return desk.vice_chancellor, reverse("events:hear-appeal", args=[appeal.pk]), changed


def _after(desk: d.Desk) -> tuple[Any, str, dict[str, str]]:
    request = sent(desk)
    d.all_checks(desk, request, now=timezone.now())
    deciding.decide(pk=request.pk, by=desk.head, decision=d.approval(), now=timezone.now())
    type(request).objects.filter(pk=request.pk).update(day=timezone.now().date() - timedelta(days=1))
    return desk.organiser, reverse("events:after", args=[request.pk]), {"aftermath": "took-place"}


def _risk(desk: d.Desk) -> tuple[Any, str, dict[str, str]]:
    typed_ = {"what": "Doors blocked", "likelihood": "possible", "severity": "serious"}
    return desk.head, reverse("events:risk", args=[sent(desk).pk]), typed_


def _mitigate(desk: d.Desk) -> tuple[Any, str, dict[str, str]]:
    request, facts = sent(desk), HazardFacts("Doors blocked", "possible", "serious")
    hazard = note_hazard(pk=request.pk, by=desk.head, hazard=facts, now=timezone.now())
    path = reverse("events:mitigate", args=[request.pk, hazard.pk]) + "?kind=recording"
    return desk.head, path, {"what": "Record it", "owner": "organiser", "why": "A complaint is likely."}


def _feedback(desk: d.Desk) -> tuple[Any, str, dict[str, str]]:
    organiser, path, _ = _after(desk)
    path = path.replace("/after/", "/feedback/")
    return organiser, path, {"went": "well", "heard": "yes", "process": "easy"}


def _after_note(desk: d.Desk) -> tuple[Any, str, dict[str, str]]:
    organiser, path, _ = _after(desk)
    return organiser, f"{path}note/", {"kind": "incident", "what": "A fall.", "done": "Nothing."}


STATES: list[Callable[[d.Desk], tuple[Any, str, dict[str, str]]]] = [
    *(_new, _edit, _amend, _withdraw, _answer, _ask, _mark, _check, _decide, _refuse, _confirm, _appeal),
    *(_move, _risk, _mitigate, _feedback, _after_note),
    *(_hear, _after, _advise, _contact, _memory, _ask_partners, _partner),
]


@pytest.mark.django_db
@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__.strip("_"))
def test_nonsense_in_any_field_about_a_request_gets_a_clear_answer(state: Any) -> None:
    person, path, base = state(d.a_desk())
    client = Client()
    client.force_login(person.user)
    assert swept(Visitor(client.cookies), path, {name: str(value) for name, value in base.items()}) == []


@pytest.mark.django_db
def test_nonsense_from_a_hirer_gets_a_clear_answer() -> None:
    from tests.people import a_unit

    a_unit("hires", "Conferences", under=d.a_desk().town.provider, kind="hirers")
    base = {"name": "Hilda Reed", "email": "hilda@reed.example", "phone": "020 7946 0000"}
    assert swept(Visitor(Client().cookies), reverse("events:hire"), base) == []


@pytest.mark.django_db
@pytest.mark.parametrize("case", DATES)
def test_a_day_that_does_not_exist_is_never_taken(case: str) -> None:
    from dueregard.events.models import EventRequest

    desk = d.a_desk()
    client = Client()
    client.force_login(desk.organiser.user)
    day, month, year = DATES[case]
    data = typed(desk, do="send", day_day=day, day_month=month, day_year=year)
    answer = client.post(reverse("events:new"), data)
    assert answer.status_code == 422
    assert 'href="#id_day_' in answer.content.decode()
    assert not EventRequest.objects.exclude(status="draft").exists()
