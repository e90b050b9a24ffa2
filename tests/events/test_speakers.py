"""The same speaker across requests: proposed by spelling, merged by a person, taken back without a trace lost."""

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from dueregard.events.commands.amending import amend
from dueregard.events.commands.locking import Organiser
from dueregard.events.commands.speakers import merge_speakers, take_out
from dueregard.events.models import Speaker, SpeakerLink
from dueregard.events.queries.speakers import alike, names_met_again, same_person
from dueregard.events.rules.facts import SpeakerFacts
from dueregard.events.rules.naming import may_be_one_person, name_key
from dueregard.kernel.errors import NotAllowed, NotThere, Refused
from dueregard.ledger.models import Entry
from tests.events import desk as d
from tests.events.test_pages import as_
from tests.people import NOON, TODAY, let

ONE = [
    ("Dr José García", "GARCIA, Jose"),
    ("J. Smith", "John Smith"),
    ("Prof. Sir John Smith KC", "smith john"),
    ("Mary O’Neill", "Mary O'Neill"),
    ("李明", "李 明"),
    ("مُحَمَّد علي", "محمد علي"),
    ("Łukasz Żółć", "Lukasz Zolc"),
    ("Ｊｏｈｎ Smith", "John Smith"),
    ("Иван Ёлкин", "Елкин Иван"),
    ("Søren Kierkegaard", "Soren Kierkegaard"),
    ("Sheikh Ahmed Ali", "Rev. Ahmed Ali"),
]
SEVERAL = [
    ("John Smith", "Jane Smith"),
    ("J. S.", "John Smith"),
    ("Jack Ma", "Jack"),
    ("हिन्दी", "हिनदी"),
    ("", ""),
    ("Ann Lee", "Ann Lee Bray"),
]


@pytest.mark.parametrize(("one", "other"), ONE)
def test_titles_accents_case_order_and_initials_do_not_count(one, other) -> None:
    assert may_be_one_person(one, other)


@pytest.mark.parametrize(("one", "other"), SEVERAL)
def test_other_names_are_not_proposed(one, other) -> None:
    assert not may_be_one_person(one, other)


@given(st.text(max_size=60), st.text(max_size=60))
def test_no_name_breaks_it_and_it_reads_the_same_both_ways(one, other) -> None:
    assert may_be_one_person(one, other) == may_be_one_person(other, one)
    assert len(name_key(one)) <= 200


@pytest.fixture
def desk(db: None) -> d.Desk:
    desk = d.a_desk()
    let("secretariat", "events.merge_speakers")
    return desk


def a_talk_by(desk: d.Desk, name: str, **changes: object) -> Speaker:
    request = d.a_sent_request(desk, speakers=(SpeakerFacts(name, "Islands Work Trust"),), **changes)
    return request.speakers.get()


def merged(desk: d.Desk, *speakers: Speaker):
    return merge_speakers(
        speakers=[each.pk for each in speakers], by=desk.secretariat, why="Same trust", now=NOON
    )


def test_nothing_is_merged_by_itself(desk) -> None:
    one, other = a_talk_by(desk, "Dr Morwenna Skeats"), a_talk_by(desk, "SKEATS, Morwenna")
    assert same_person([one, other]) == {one.pk: [], other.pk: []}
    assert alike(one, desk.secretariat, TODAY).candidates == [other]
    assert [row["events"] for row in names_met_again(desk.secretariat, TODAY)] == [2]


def test_a_person_merges_and_takes_back_and_both_stay_on_record(desk) -> None:
    one, other, third = (a_talk_by(desk, "Morwenna Skeats") for _ in range(3))
    merged(desk, one, other)
    merged(desk, other, third)
    assert {each.pk for each in same_person([one])[one.pk]} == {other.pk, third.pk}
    take_out(pk=other.pk, by=desk.secretariat, now=NOON)
    assert same_person([one])[one.pk] == [third]
    assert same_person([other])[other.pk] == []
    assert SpeakerLink.objects.filter(undone_by=desk.secretariat).count() == 1
    actions = Entry.objects.filter(action__startswith="events.speaker").values_list("action", flat=True)
    assert sorted(actions) == ["events.speaker-taken-out", "events.speakers-merged", "events.speakers-merged"]


def test_two_groups_that_are_merged_become_one(desk) -> None:
    a, b, c, e = (a_talk_by(desk, "Morwenna Skeats") for _ in range(4))
    merged(desk, a, b)
    merged(desk, c, e)
    merged(desk, a, c)
    assert {each.pk for each in same_person([e])[e.pk]} == {a.pk, b.pk, c.pk}
    with pytest.raises(Refused, match="one person already"):
        merged(desk, a, e)


def test_only_the_post_for_it_merges(desk) -> None:
    one, other = a_talk_by(desk, "M. Skeats"), a_talk_by(desk, "Morwenna Skeats")
    with pytest.raises(NotAllowed):
        merge_speakers(speakers=[one.pk, other.pk], by=desk.rooms, why="", now=NOON)
    with pytest.raises(Refused, match="Choose at least one other"):
        merged(desk, one)
    with pytest.raises(NotThere):
        merge_speakers(speakers=[one.pk, 10**9], by=desk.secretariat, why="", now=NOON)


def test_a_change_of_the_request_keeps_who_is_whom(desk) -> None:
    one, other = a_talk_by(desk, "Morwenna Skeats"), a_talk_by(desk, "Morwenna Skeats")
    merged(desk, one, other)
    speakers = (SpeakerFacts("Ann Lee"), SpeakerFacts("Morwenna Skeats", "Elsewhere"))
    amend(pk=one.request_id, by=Organiser(desk.organiser), fields=d.fields(desk, speakers=speakers), now=NOON)
    assert same_person([other])[other.pk] == [Speaker.objects.get(pk=one.pk)]
    assert list(one.request.speakers.values_list("name", "position")) == [
        ("Ann Lee", 1),
        ("Morwenna Skeats", 2),
    ]


def test_by_page_it_is_proposed_merged_and_taken_out_by_those_who_may(desk) -> None:
    one, other = a_talk_by(desk, "Morwenna Skeats"), a_talk_by(desk, "M. Skeats")
    address = reverse("events:speaker", args=[one.pk])
    assert as_(desk.rooms).get(address).status_code == 404
    assert as_(desk.rooms).get(reverse("events:speakers")).status_code == 404
    client = as_(desk.secretariat)
    assert "M. Skeats, Islands Work Trust" in client.get(address).content.decode()
    assert client.post(address, {"others": [str(other.pk)]}).status_code == 302
    assert "The same person" in client.get(address).content.decode()
    assert same_person([one])[one.pk] == [other]
    client.post(reverse("events:speaker-take-out", args=[other.pk]))
    assert same_person([one])[one.pk] == []


def test_the_list_takes_as_many_queries_with_one_name_as_with_thirty(
    desk, django_assert_max_num_queries
) -> None:
    for _ in range(2):
        a_talk_by(desk, "Morwenna Skeats")
    client = as_(desk.secretariat)
    with django_assert_max_num_queries(15):
        assert "Morwenna Skeats" in client.get(reverse("events:speakers")).content.decode()
