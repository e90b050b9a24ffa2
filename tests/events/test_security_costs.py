"""Who pays for security: the provider, but for an exceptional criterion, a sum, and a second person."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from dueregard.events.commands.appealing import lodge_appeal
from dueregard.events.commands.asking import mark_designated
from dueregard.events.commands.deciding import confirm_refusal, decide, do_not_confirm
from dueregard.events.commands.locking import Organiser
from dueregard.events.models import Decision, EventRequest
from dueregard.events.rules.deciding import what_a_decision_lacks
from dueregard.events.waiting import waiting_for
from dueregard.kernel.errors import Refused
from dueregard.ledger.models import Entry
from tests.events import desk as d
from tests.events.test_pages import as_, sent
from tests.people import NOON, TODAY

CHARGE = {
    "charge": 1200,
    "charge_criterion": "Costs far beyond those of other events of that size.",
    "charge_why": "Two other rooms were offered. The society has a fund for it.",
}


def asked_to_pay(**changes: object):
    return d.approval(**(CHARGE | changes))


@pytest.fixture
def desk(db: None) -> d.Desk:
    return d.a_desk()


@pytest.fixture
def request_(desk) -> EventRequest:
    """A designated event, whose decision the university secretary takes."""
    request = d.a_sent_request(desk)
    mark_designated(pk=request.pk, by=desk.prevent_lead, now=NOON)
    d.all_checks(desk, request)
    return request


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"charge": None}, "charge"),
        ({"charge_criterion": ""}, "charge_criterion"),
        ({"charge_why": ""}, "charge_why"),
    ],
)
def test_a_charge_is_whole_or_is_none(changes, field) -> None:
    assert [each.field for each in what_a_decision_lacks(asked_to_pay(**changes), checks_open=())] == [field]


def test_without_a_charge_nothing_is_asked_about_one() -> None:
    assert what_a_decision_lacks(d.approval(), checks_open=()) == []


def test_a_refused_event_has_no_charge() -> None:
    (missing,) = what_a_decision_lacks(d.refusal(**CHARGE), checks_open=())
    assert missing.sentence == "A refused event has no costs of security. Empty these boxes."


def test_a_charge_counts_only_once_a_second_person_confirms_it(desk, request_) -> None:
    made = decide(pk=request_.pk, by=desk.secretary, decision=asked_to_pay(), now=NOON)
    assert made.state == "proposed"
    with pytest.raises(Refused, match="A charge has been proposed and waits for a second person"):
        decide(pk=request_.pk, by=desk.secretary, decision=d.approval(), now=NOON)
    (item,) = (each for each in waiting_for(desk.accountable, TODAY) if "charge" in each.what)
    assert item.what == "Confirm or do not confirm a charge: Island towns and work"
    done = confirm_refusal(pk=request_.pk, by=desk.accountable, note="", now=NOON)
    request_.refresh_from_db()
    assert (request_.outcome, done.charge, done.confirmed_by) == ("approved", 1200, desk.accountable)
    assert "We ask you to pay £1,200.00 towards the costs of security." in done.letter
    assert "Costs far beyond" in done.letter
    assert "You may appeal until" in done.letter
    entries = Entry.objects.filter(action__startswith="events.charge")
    assert set(entries.values_list("action", flat=True)) == {
        "events.charge-proposed",
        "events.charge-confirmed",
    }


def test_not_confirmed_the_request_stands_as_it_stood_and_is_decided_without_a_charge(desk, request_) -> None:
    decide(pk=request_.pk, by=desk.secretary, decision=asked_to_pay(), now=NOON)
    do_not_confirm(pk=request_.pk, by=desk.accountable, note="We pay.", now=NOON)
    made = decide(pk=request_.pk, by=desk.secretary, decision=d.approval(), now=NOON)
    assert (made.state, made.charge) == ("final", None)
    assert "costs of security" not in made.letter


def test_the_organiser_may_appeal_against_a_charge(desk, request_) -> None:
    decide(pk=request_.pk, by=desk.secretary, decision=asked_to_pay(), now=NOON)
    confirm_refusal(pk=request_.pk, by=desk.accountable, note="", now=NOON)
    appeal = lodge_appeal(pk=request_.pk, by=Organiser(desk.organiser), grounds="We cannot pay.", now=NOON)
    assert appeal.result == ""


def test_no_row_holds_a_charge_without_its_criterion_or_its_second_person(desk, request_) -> None:
    made = decide(pk=request_.pk, by=desk.secretary, decision=asked_to_pay(), now=NOON)
    for wrong in (
        {"charge_criterion": ""},
        {"charge_why": ""},
        {"charge": 0},
        {"state": "final"},
        {"state": "final", "confirmed_by": desk.secretary},
        {"charge": None},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Decision.objects.filter(pk=made.pk).update(**wrong)


def a_designated_one(desk: d.Desk) -> EventRequest:
    request = sent(desk)
    mark_designated(pk=request.pk, by=desk.prevent_lead, now=timezone.now())
    d.all_checks(desk, request, now=timezone.now())
    return request


def test_by_page_the_form_warns_and_the_second_person_sees_sum_and_criterion(desk) -> None:
    request = a_designated_one(desk)
    address = reverse("events:decide", args=[request.pk])
    client = as_(desk.secretary)
    assert "Leave all of it empty, and we pay." in client.get(address).content.decode()
    typed = {"outcome": "approved", "reasons": "Fine.", "charge": "1,200", "do": "decide"}
    answer = client.post(address, typed)
    assert answer.status_code == 422
    assert "Name the exceptional criterion of the code of practice that is met." in answer.content.decode()
    whole = typed | {"charge_criterion": CHARGE["charge_criterion"], "charge_why": CHARGE["charge_why"]}
    assert client.post(address, whole).status_code == 302
    page = as_(desk.accountable).get(reverse("events:confirm", args=[request.pk])).content.decode()
    assert "A charge is proposed" in page
    assert "the organiser pays £1200.00 for security" in page


def test_by_page_a_refusal_is_proposed_only_after_its_letter_was_shown(desk) -> None:
    request = a_designated_one(desk)
    address = reverse("events:decide", args=[request.pk])
    client = as_(desk.secretary)
    typed = {
        "outcome": "refused", "reasons": "The floor will not bear it.", "law": "An Act", "lesser": "Tried.",
        "because": "other", "do": "decide",
    }  # fmt: skip
    shown = client.post(address, typed)
    assert shown.status_code == 200
    assert "We are sorry to say that your event cannot go ahead." in shown.content.decode()
    assert "The law that we rely on: An Act" in shown.content.decode()
    assert not Decision.objects.exists()
    own = {"letter": "shown", "letter_words": "We are sorry. Let us find you another hall."}
    assert client.post(address, typed | own).status_code == 302
    made = Decision.objects.get()
    assert made.letter_words == own["letter_words"]
    done = confirm_refusal(pk=request.pk, by=desk.accountable, note="", now=timezone.now())
    assert own["letter_words"] in done.letter
    assert "The floor will not bear it." not in done.letter
    assert "The law that we rely on: An Act" in done.letter


def test_a_mistake_after_the_letter_was_shown_loses_none_of_its_words(desk) -> None:
    request = a_designated_one(desk)
    client = as_(desk.secretary)
    typed = {
        "outcome": "refused", "reasons": "No.", "law": "", "lesser": "Tried.", "because": "other",
        "do": "decide", "letter": "shown", "letter_words": "Our own words.",
    }  # fmt: skip
    answer = client.post(reverse("events:decide", args=[request.pk]), typed)
    assert answer.status_code == 422
    assert "Our own words." in answer.content.decode()
