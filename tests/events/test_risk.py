"""Risk of the event: noted by those at work on it, in words, and never of a person."""

from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from dueregard.events.commands import risk as commands
from dueregard.events.commands.deciding import decide
from dueregard.events.mitigations import CATALOGUE
from dueregard.events.models import EventRequest, Hazard, Mitigation
from dueregard.events.queries.risk import risks_of
from dueregard.events.rules.mitigating import BadCatalogue, by_category, read_catalogue
from dueregard.events.rules.risk import LEVELS, LIKELIHOODS, HazardFacts, MitigationFacts, level
from dueregard.kernel.errors import NotAllowed, Refused
from dueregard.organisation.models import Person
from tests.events import desk as d
from tests.events.test_pages import as_, sent
from tests.people import NOON, let

DOORS = HazardFacts("Doors blocked by people protesting", "possible", "serious")
STEWARDS = MitigationFacts(
    "Six stewards at both doors", code="stewards", owner="Head of security", owner_post="head-of-security"
)
ORDER = ["low", "medium", "high"]


@pytest.fixture
def desk(db: None) -> d.Desk:
    return d.a_desk()


def note(request: EventRequest, by: Person, hazard: HazardFacts = DOORS) -> Hazard:
    return commands.note_hazard(pk=request.pk, by=by, hazard=hazard, now=NOON)


def meet(hazard: Hazard, by: Person, mitigation: MitigationFacts = STEWARDS) -> Mitigation:
    return commands.note_mitigation(
        pk=hazard.pk, request=hazard.request_id, by=by, mitigation=mitigation, now=NOON
    )


# --- The words


def test_two_words_give_a_level_and_it_never_falls_as_either_rises() -> None:
    assert level("possible", "serious") == "medium"
    assert level("rare", "slight") == "low"
    assert level("nearly-certain", "grave") == "high"
    assert level("", "grave") == ""
    for row in LEVELS.values():
        assert [ORDER.index(each) for each in row] == sorted(ORDER.index(each) for each in row)
    for place in range(len(LIKELIHOODS)):
        column = [ORDER.index(row[place]) for row in LEVELS.values()]
        assert column == sorted(column)


def test_every_mitigation_of_the_catalogue_says_what_it_does_to_free_speech() -> None:
    assert len(CATALOGUE) >= 30
    assert all(kind.speech and kind.evidence and kind.owner for kind in CATALOGUE.values())
    assert len(by_category(CATALOGUE)) == 7


def test_what_bears_on_speech_carries_a_warning() -> None:
    sensitive = {code for code, kind in CATALOGUE.items() if kind.sensitive}
    assert sensitive == {"text-in-advance", "opposing-speaker", "recording", "members-only"}


def test_no_mitigation_lets_the_organiser_pay() -> None:
    assert not [code for code in CATALOGUE if "pay" in code or "cost" in code or "fee" in code]
    entry = '[[mitigation]]\ncode = "x"\npays = "organiser"\n'
    with pytest.raises(BadCatalogue, match="pays"):
        read_catalogue(entry)


def test_a_catalogue_with_a_gap_says_which() -> None:
    with pytest.raises(BadCatalogue, match="‘x’ lacks category"):
        read_catalogue('[[mitigation]]\ncode = "x"\n')


# --- Who, and when


def test_those_who_check_or_decide_note_risks(desk: d.Desk) -> None:
    request = d.a_sent_request(desk)
    for person in (desk.security, desk.secretariat, desk.head):
        meet(note(request, person), person)
    (first, *_) = risks_of(request)
    assert (first.hazard.level_before, first.mitigations[0].what) == ("Medium", "Six stewards at both doors")
    assert len(risks_of(request)) == 3


def test_a_checker_may_still_note_one_after_the_check(desk: d.Desk) -> None:
    request = d.a_sent_request(desk)
    d.check(desk, request, "security", desk.security)
    note(request, desk.security)


def test_nobody_else_does_and_not_the_organiser(desk: d.Desk) -> None:
    request = d.a_sent_request(desk)
    let("registrar", "events.check")
    for person in (desk.secretary, desk.vice_chancellor, desk.organiser):
        with pytest.raises((NotAllowed, Refused)):
            note(request, person)


def test_once_it_is_decided_the_risks_stay_as_they_stood(desk: d.Desk) -> None:
    request = d.a_sent_request(desk)
    hazard = note(request, desk.head)
    d.all_checks(desk, request)
    decide(pk=request.pk, by=desk.head, decision=d.approval(), now=NOON)
    with pytest.raises(Refused, match="stay as they stood"):
        meet(hazard, desk.head)


def test_what_bears_on_speech_asks_why_nothing_lighter_would_do(desk: d.Desk) -> None:
    hazard = note(d.a_sent_request(desk), desk.head)
    recording = CATALOGUE["recording"]
    facts = MitigationFacts(
        "Record it", code="recording", owner="The organiser", sensitive=recording.sensitive
    )
    with pytest.raises(Refused, match="It bears on what may be said"):
        meet(hazard, desk.head, facts)


def test_what_is_taken_off_is_kept_with_who_took_it_off(desk: d.Desk) -> None:
    request = d.a_sent_request(desk)
    hazard = note(request, desk.head)
    made = meet(hazard, desk.head)
    commands.take_mitigation_off(pk=made.pk, request=request.pk, by=desk.head, now=NOON)
    assert risks_of(request)[0].mitigations == []
    commands.take_hazard_off(pk=hazard.pk, request=request.pk, by=desk.security, now=NOON)
    assert risks_of(request) == []
    hazard.refresh_from_db()
    assert hazard.off_by == desk.security


def test_all_risks_of_an_event_are_read_with_one_query(desk: d.Desk, django_assert_num_queries: Any) -> None:
    request = d.a_sent_request(desk)
    for _ in range(3):
        hazard = note(request, desk.head)
        meet(hazard, desk.head)
        meet(hazard, desk.head)
    with django_assert_num_queries(1):
        assert [len(risk.mitigations) for risk in risks_of(request)] == [2, 2, 2]


# --- The pages


def test_the_risks_stand_on_the_record_for_those_who_see_its_papers(desk: d.Desk) -> None:
    request = d.a_sent_request(desk)
    meet(note(request, desk.head), desk.head)
    address = reverse("events:request", args=[request.pk])
    assert DOORS.what in as_(desk.secretariat).get(address).content.decode()
    assert DOORS.what not in as_(desk.organiser).get(address).content.decode()


def test_a_mitigation_becomes_a_condition_that_still_has_to_say_why_nothing_less_would_do(
    desk: d.Desk,
) -> None:
    request = sent(desk)
    d.all_checks(desk, request, now=timezone.now())
    made = meet(note(request, desk.head), desk.head)
    client, address = as_(desk.head), reverse("events:decide", args=[request.pk])
    assert "Take one over from the risks" in client.get(address).content.decode()
    taken = client.post(address, {"outcome": "approved-with-conditions", "do": "take", "take": str(made.pk)})
    page = taken.content.decode()
    assert 'value="Six stewards at both doors"' in page
    assert 'value="Doors blocked by people protesting"' in page
    assert "keep doors and ways clear" in page
    typed = {
        "outcome": "approved-with-conditions",
        "reasons": "A lawful talk.",
        "do": "decide",
        "condition-1-what": STEWARDS.what,
        "condition-1-purpose": "A safe way in",
        "condition-1-risk": DOORS.what,
        "condition-1-owner": "post:head-of-security",
        "condition-1-because": "other",
        "condition-1-mitigation": str(made.pk),
    }
    lacking = client.post(address, typed)
    assert "Say why a lesser condition would not do (condition 1)." in lacking.content.decode()
    done = client.post(address, typed | {"condition-1-lesser": "Four cannot hold two doors."})
    assert done.status_code == 302
    condition = request.decisions.get().conditions.get()
    assert (condition.mitigation, condition.owner_post) == (made, "head-of-security")


def test_a_named_person_must_be_somebody(desk: d.Desk) -> None:
    request = sent(desk)
    d.all_checks(desk, request, now=timezone.now())
    typed = {"outcome": "approved-with-conditions", "reasons": "Good.", "do": "decide"}
    typed |= {
        "condition-1-what": "Chair it",
        "condition-1-owner": "person",
        "condition-1-person": "Nobody Here",
    }
    answer = as_(desk.head).post(reverse("events:decide", args=[request.pk]), typed)
    assert answer.status_code == 422
    assert "Try the e-mail address" in answer.content.decode()
