import pytest

from dueregard.kernel.plain import why_not_plain
from dueregard.kernel.refs import Actor, Ref
from dueregard.ledger.commands import NotRecordable, record
from dueregard.ledger.models import Entry, Head
from dueregard.ledger.queries import entries_about
from dueregard.ledger.rules import EMPTY
from dueregard.ledger.verification import verify
from tests.ledger.steps import LEAD, NOW, REQUEST, SIGNED, declare, record_outside


@pytest.fixture(autouse=True)
def _declared():
    declare()


@pytest.mark.django_db
def test_an_entry_says_who_in_which_post_did_what_to_which_thing_and_when():
    record(SIGNED, by=LEAD, on=REQUEST, data={"outcome": "approved", "step": 2, "final": True}, at=NOW)
    (entry,) = entries_about(REQUEST)
    assert (entry.actor_kind, entry.actor_ref, entry.actor_post) == ("person", "5f0c", "prevent-lead")
    assert (entry.action, entry.subject, entry.at) == ("tests.signed", REQUEST, "2026-11-23T09:30:00.000000Z")
    assert entry.facts == {"outcome": "approved", "step": 2, "final": True}


@pytest.mark.django_db
def test_each_entry_holds_the_hash_of_the_one_before_and_the_head_that_of_the_last():
    start = Head.objects.get()
    numbers = [record(SIGNED, by=LEAD, on=REQUEST, at=NOW) for _ in range(3)]
    first, second, third = Entry.objects.filter(seq__in=numbers).order_by("seq")
    assert first.prev == start.hash
    assert start.hash == EMPTY or start.seq > 0
    assert (second.prev, third.prev) == (first.hash, second.hash)
    assert (Head.objects.get().seq, Head.objects.get().hash) == (third.seq, third.hash)
    assert verify().fault is None


def test_nothing_is_recorded_outside_the_transaction_of_what_it_records(scratch_database):
    (outcome,) = scratch_database.together((record_outside,))
    assert outcome.raised == "NotRecordable"
    assert "belongs to the transaction" in outcome.text


@pytest.mark.django_db
def test_an_action_that_no_catalogue_declares_cannot_be_recorded():
    with pytest.raises(LookupError, match=r"tests\.unheard"):
        record("tests.unheard", by=LEAD, on=REQUEST, at=NOW)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("data", "why"),
    [
        ({"reason": "because"}, "declares no fact 'reason'"),
        ({"step": "2"}, "declares 'step' as int"),
        ({"step": True}, "declares 'step' as int"),
        ({"outcome": None}, "declares 'outcome' as str"),
        ({"outcome": "Ada Lovelace"}, "without spaces"),
        ({"outcome": "ada@example.ac.uk"}, "a code or an id"),
        ({"outcome": "x" * 65}, "at most 64"),
        ({"outcome": "line\nbreak"}, "a code or an id"),
    ],
)
def test_facts_that_are_undeclared_mistyped_or_typed_by_a_person_are_refused(data, why):
    with pytest.raises(NotRecordable, match=why):
        record(SIGNED, by=LEAD, on=REQUEST, data=data, at=NOW)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("by", "on"),
    [
        (Actor("person", "Ada Lovelace"), REQUEST),
        (Actor("person", ""), REQUEST),
        (LEAD, Ref("events.request", "Annual dinner")),
        (LEAD, Ref("events.request", "")),
    ],
)
def test_actor_and_subject_are_ids_and_never_names(by, on):
    with pytest.raises(NotRecordable):
        record(SIGNED, by=by, on=on, at=NOW)


@pytest.mark.parametrize(
    "value", ["approved", "2026-11-23T09:30:00+00:00", 3, False, "a" * 64, "events.request"]
)
def test_codes_ids_numbers_and_dates_are_plain(value):
    assert why_not_plain(value) == []


@pytest.mark.parametrize("value", ["two words", "O'Neil", 1.5, None, ["a"], "\u202eabc", "é"])
def test_typed_text_and_other_types_are_not_plain(value):
    assert why_not_plain(value)
