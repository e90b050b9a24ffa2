"""The partner check: one question to a colleague at another body, by a link that works once."""

from datetime import UTC, date, datetime, timedelta

import pytest

from dueregard.accounts.links import find, token_for
from dueregard.accounts.models import Link
from dueregard.events import catalogue
from dueregard.events.commands.contacts import (
    change_contact,
    forget_contacts,
    keep_contact,
    remove_contact,
    set_memory,
)
from dueregard.events.commands.deciding import decide
from dueregard.events.commands.partner import (
    answer_partner,
    ask_partners,
    forget_answers,
    read_answer,
    remind_partner,
    take_question_back,
)
from dueregard.events.models import EventRequest, PartnerContact, PartnerQuestion
from dueregard.events.papers import record_paper
from dueregard.events.partner_messages import contact_address, mail_in_words, while_waited_for
from dueregard.events.partner_waiting import waiting_for, waiting_in
from dueregard.events.queries.partner import held_about, months_after
from dueregard.events.queries.record import record_of
from dueregard.events.rules.partner import ContactFields
from dueregard.kernel.errors import NotAllowed, Refused
from dueregard.ledger.models import Entry
from dueregard.organisation.access import units_where
from dueregard.organisation.models import Person
from dueregard.outbox.models import Message
from tests.events import desk as d
from tests.people import NOON, TODAY, let

pytestmark = pytest.mark.django_db
SPEAKER = "Morwenna Skeats"
DESIGNATED = {**d.ANSWERS, "stopped-before": True, "stopped-details": "In March; it went well."}


@pytest.fixture
def desk() -> d.Desk:
    desk = d.a_desk()
    let("prevent-lead", "events.partner_contacts")
    return desk


@pytest.fixture
def request_(desk: d.Desk) -> EventRequest:
    return d.a_sent_request(desk, answers=DESIGNATED)


def a_contact(desk: d.Desk, name: str = "Ada Lowe", review_by: date = date(2027, 6, 1)) -> PartnerContact:
    email = f"{name.split(maxsplit=1)[0].lower()}@seaford.example"
    fields = ContactFields(name, "Seaford College", email, review_by, "Prevent lead")
    lead = Person.objects.get(pk=desk.prevent_lead.pk)
    return keep_contact(by=lead, unit=desk.town.provider, fields=fields, now=NOON)


def asked(desk: d.Desk, request: EventRequest, *contacts: PartnerContact) -> PartnerQuestion:
    whom = [each.pk for each in contacts or [a_contact(desk)]]
    made = ask_partners(pk=request.pk, by=desk.prevent_lead, speaker=SPEAKER, contacts=whom, now=NOON)
    return made[0]


def link_of(question: PartnerQuestion) -> Link:
    token = token_for(catalogue.PARTNER_CHECK, question.ref, NOON)
    link = find(catalogue.PARTNER_CHECK, token or "", NOON)
    assert link is not None
    return link


def answered(
    question: PartnerQuestion, answer: str = "yes", text: str = "A loud evening; it went well."
) -> None:
    answer_partner(link=link_of(question), answer=answer, text=text, source="Our own event.", now=NOON)
    question.refresh_from_db()


def test_whose_check_it_is_asks_and_each_contact_gets_a_link_of_their_own(
    desk: d.Desk, request_: EventRequest
) -> None:
    first, second = a_contact(desk), a_contact(desk, "Bo Marsh")
    asked(desk, request_, first, second)
    assert {each.contact for each in PartnerQuestion.objects.all()} == {first, second}
    assert Link.objects.filter(purpose="events.partner_check").count() == 2
    assert Message.objects.filter(kind="events.partner-asked").count() == 2
    assert Entry.objects.get(action="events.partners-asked").data == '{"questions":2}'


def test_the_mail_says_who_asks_and_does_not_name_the_speaker(desk: d.Desk, request_: EventRequest) -> None:
    question = asked(desk, request_)
    mail = mail_in_words(question, "A question.", "https://northmoor.example/x")
    assert "Ruth Adair at Northmoor University" in mail
    assert "https://northmoor.example/x" in mail
    assert SPEAKER not in mail
    assert request_.title not in mail
    assert question.contact is not None
    assert contact_address(question.contact.ref) == ("Ada Lowe", "ada@seaford.example")


def test_an_answer_is_on_the_record_for_those_at_work_and_not_for_the_organiser(
    desk: d.Desk, request_: EventRequest
) -> None:
    question = asked(desk, request_)
    answered(question)
    shown = [each for each in record_of(request_, desk.secretary, TODAY).pieces if each.order == 40]
    assert shown[0].data.lines[0].question.text == "A loud evening; it went well."
    assert [each for each in record_of(request_, desk.organiser, TODAY).pieces if each.order == 40] == []
    entry = Entry.objects.get(action="events.partner-answered")
    assert entry.actor_kind == "link"


def timeline(request: EventRequest, reader: Person, today: date = TODAY) -> list[tuple[str, str, str]]:
    told = record_of(request, reader, today).happened
    return [(each.title, each.by, each.text) for each in told if "Seaford" in each.title]


def test_the_timeline_and_the_paper_tell_what_was_asked_and_answered_until_it_expires(
    desk: d.Desk, request_: EventRequest
) -> None:
    question = asked(desk, request_)
    answered(question)
    words = "Yes, there is something. A loud evening; it went well. Source: Our own event."
    assert timeline(request_, desk.secretary) == [
        ("Seaford College answered", "Ada Lowe", words),
        ("Seaford College was asked", "Ruth Adair", f"About {SPEAKER}."),
    ]
    paper = str(record_paper(record_of(request_, desk.secretary, TODAY), made=NOON))
    assert "Asked of partners" in paper
    assert words in paper
    assert timeline(request_, desk.organiser) == []
    assert "Seaford" not in str(record_paper(record_of(request_, desk.organiser, TODAY), made=NOON))

    # On its day nothing of it is shown, whether or not the night's work has deleted it yet.
    for _ in range(2):
        late = record_of(request_, desk.secretary, question.forget_on)
        (piece,) = [each for each in late.pieces if each.order == 40]
        assert piece.data.lines[0].expired
        shown = str(record_paper(late, made=NOON)) + str(late.happened)
        assert "Expired, and deleted as set" in shown
        for gone in (SPEAKER + ".", "A loud evening", "Our own event", "Ada Lowe"):
            assert gone not in shown
        forget_answers(now=NOON + timedelta(days=365))
    assert timeline(request_, desk.secretary, question.forget_on)[0][0] == (
        "What Seaford College was asked and answered has expired"
    )


@pytest.mark.parametrize("answer", ["yes", "no", "speak"])
def test_an_answer_triggers_nothing(desk: d.Desk, request_: EventRequest, answer: str) -> None:
    def stands() -> tuple[object, ...]:
        request = EventRequest.objects.get(pk=request_.pk)
        work = (request.checks.count(), request.turns.count(), request.decisions.count())
        return (request.status, request.outcome, request.marks, request.step, request.decide_by, *work)

    question = asked(desk, request_)
    before = stands()
    answered(question, answer)
    assert stands() == before


def test_a_link_answers_once(desk: d.Desk, request_: EventRequest) -> None:
    question = asked(desk, request_)
    link = link_of(question)
    answered(question, "no", "")
    with pytest.raises(Refused, match="answered already"):
        answer_partner(link=link, answer="yes", text="", source="", now=NOON)
    assert (
        find(catalogue.PARTNER_CHECK, token_for(catalogue.PARTNER_CHECK, question.ref, NOON) or "", NOON)
        is None
    )


def test_the_asker_has_the_answer_on_the_home_page_until_it_is_read(
    desk: d.Desk, request_: EventRequest
) -> None:
    question = asked(desk, request_)
    kinds = [item.what.partition(":")[0] for item in waiting_for(desk.prevent_lead, TODAY)]
    assert "Read what a partner answered" not in kinds
    answered(question)
    items = [item for item in waiting_for(desk.prevent_lead, TODAY) if item.what.startswith("Read")]
    assert items[0].detail == "E-0001, Seaford College"
    assert items[0].due is not None
    assert not [item for item in waiting_for(desk.security, TODAY) if item.what.startswith("Read")]
    read_answer(pk=question.pk, by=desk.prevent_lead, now=NOON)
    assert not [item for item in waiting_for(desk.prevent_lead, TODAY) if item.what.startswith("Read")]


def test_a_question_taken_back_opens_nothing_any_more(desk: d.Desk, request_: EventRequest) -> None:
    question = asked(desk, request_)
    token = token_for(catalogue.PARTNER_CHECK, question.ref, NOON) or ""
    take_question_back(pk=question.pk, by=desk.prevent_lead, now=NOON)
    assert find(catalogue.PARTNER_CHECK, token, NOON) is None
    with pytest.raises(Refused, match="taken back already"):
        take_question_back(pk=question.pk, by=desk.prevent_lead, now=NOON)


def test_a_reminder_goes_out_at_most_once_a_day(desk: d.Desk, request_: EventRequest) -> None:
    question = asked(desk, request_)
    assert question.contact is not None
    remind_partner(pk=question.pk, by=desk.prevent_lead, now=NOON)
    with pytest.raises(Refused, match="Wait a little"):
        remind_partner(pk=question.pk, by=desk.prevent_lead, now=NOON + timedelta(hours=3))
    remind_partner(pk=question.pk, by=desk.prevent_lead, now=NOON + timedelta(days=2))
    assert Message.objects.filter(kind="events.partner-asked-again").count() == 2


def test_once_it_is_decided_no_answer_is_taken(desk: d.Desk, request_: EventRequest) -> None:
    question = asked(desk, request_)
    d.all_checks(desk, request_)
    link = link_of(question)
    decide(pk=request_.pk, by=desk.secretary, decision=d.approval(), now=NOON)
    with pytest.raises(Refused, match="no longer needed"):
        answer_partner(link=link, answer="yes", text="Late words.", source="", now=NOON)
    assert question.contact is not None
    assert not while_waited_for(question.ref, question.contact.ref)


def test_who_may_ask(desk: d.Desk, request_: EventRequest) -> None:
    contact = a_contact(desk)
    for person, problem in ((desk.head, Refused), (desk.organiser, NotAllowed)):
        with pytest.raises(problem):
            ask_partners(pk=request_.pk, by=person, speaker=SPEAKER, contacts=[contact.pk], now=NOON)


def test_what_cannot_be_asked(desk: d.Desk, request_: EventRequest) -> None:
    contact = a_contact(desk)
    old = a_contact(desk, "Old Friend", date(2026, 12, 1))
    by, later = desk.prevent_lead, NOON + timedelta(days=10)

    def ask(speaker: str, *whom: PartnerContact) -> None:
        ids = [each.pk for each in whom]
        ask_partners(pk=request_.pk, by=by, speaker=speaker, contacts=ids, now=later)

    with pytest.raises(Refused, match="Choose one of the speakers"):
        ask("Somebody Else", contact)
    with pytest.raises(Refused, match="Choose whom to ask"):
        ask(SPEAKER)
    with pytest.raises(Refused, match="Review them first"):
        ask(SPEAKER, old)
    ask(SPEAKER, contact)
    with pytest.raises(Refused, match="Asked about this speaker already: Ada Lowe"):
        ask(SPEAKER, contact)


def test_a_contact_of_another_provider_is_nobody_here(desk: d.Desk, request_: EventRequest) -> None:
    contact = a_contact(desk)
    PartnerContact.objects.filter(pk=contact.pk).update(unit=desk.town.other_provider)
    with pytest.raises(Refused, match="Choose whom to ask"):
        asked(desk, request_, contact)


def test_the_answer_is_deleted_on_its_day_and_a_trace_stays(desk: d.Desk, request_: EventRequest) -> None:
    question = asked(desk, request_)
    answered(question)
    assert question.forget_on == date(2027, 11, 24)
    assert forget_answers(now=NOON + timedelta(days=364)) == 0
    assert forget_answers(now=NOON + timedelta(days=365)) == 1
    assert forget_answers(now=NOON + timedelta(days=365)) == 0
    question.refresh_from_db()
    kept = (
        question.speaker,
        question.event,
        question.contact_name,
        question.answer,
        question.text,
        question.source,
    )
    assert kept == ("",) * 6
    assert question.organisation == "Seaford College"
    (piece,) = [each for each in record_of(request_, desk.secretary, TODAY).pieces if each.order == 40]
    assert piece.data.lines[0].state.startswith("Expired: deleted on")
    assert Entry.objects.filter(action="events.partner-forgotten").count() == 1


def test_how_long_is_the_providers_to_say(desk: d.Desk, request_: EventRequest) -> None:
    lead = Person.objects.get(pk=desk.prevent_lead.pk)
    set_memory(by=lead, unit=desk.town.politics, answer_months=3, speaker_years=0, now=NOON)
    assert asked(desk, request_).forget_on == date(2027, 2, 24)
    with pytest.raises(Refused, match="1 to 36 months"):
        set_memory(by=lead, unit=desk.town.provider, answer_months=0, speaker_years=0, now=NOON)
    with pytest.raises(NotAllowed):
        set_memory(by=desk.security, unit=desk.town.provider, answer_months=3, speaker_years=1, now=NOON)


def test_months_end_on_a_day_that_is_there() -> None:
    assert months_after(date(2027, 1, 31), 1) == date(2027, 3, 1)
    assert months_after(date(2026, 11, 24), 12) == date(2027, 11, 24)
    assert months_after(date(2024, 2, 29), 12) == date(2025, 3, 1)
    assert months_after(date(2026, 12, 31), 2) == date(2027, 3, 1)


def test_a_contact_is_kept_until_a_day_and_looked_at_again(desk: d.Desk) -> None:
    contact, lead = a_contact(desk), Person.objects.get(pk=desk.prevent_lead.pk)
    with pytest.raises(Refused, match="nobody is kept for ever"):
        a_contact(desk, "No End", date(2036, 1, 1))
    with pytest.raises(Refused, match="among the contacts already"):
        a_contact(desk)
    fields = ContactFields("Ada Lowe", "Seaford College", "ada@seaford.example", date(2028, 6, 1))
    assert change_contact(pk=contact.pk, by=lead, fields=fields, now=NOON).review_by == date(2028, 6, 1)
    with pytest.raises(NotAllowed):
        remove_contact(pk=contact.pk, by=desk.security, now=NOON)


def test_contacts_past_their_day_wait_for_whoever_keeps_them_and_are_deleted_half_a_year_later(
    desk: d.Desk,
) -> None:
    lead = Person.objects.get(pk=desk.prevent_lead.pk)
    a_contact(desk, "Bo Marsh", date(2027, 2, 1))
    a_contact(desk, "Cy Dow", date(2027, 3, 1))
    a_contact(desk)
    everywhere = units_where(lead, catalogue.PARTNER_CONTACTS)

    def waits(day: date) -> list[str]:
        return [each.what for each in waiting_for(lead, day)]

    assert waits(date(2027, 2, 1)) == []
    assert waits(date(2027, 2, 2)) == ["Look again at 1 contact of the local network"]
    assert waits(date(2027, 3, 2)) == ["Look again at 2 contacts of the local network"]
    assert [each.what for each in waiting_in(everywhere, date(2027, 3, 2))] == waits(date(2027, 3, 2))
    assert list(waiting_for(desk.security, date(2027, 3, 2))) == []
    half_a_year = datetime(2027, 8, 1, 3, tzinfo=UTC)
    assert forget_contacts(now=half_a_year) == 0
    assert forget_contacts(now=half_a_year + timedelta(days=1)) == 1
    assert set(PartnerContact.objects.values_list("name", flat=True)) == {"Ada Lowe", "Cy Dow"}
    assert Entry.objects.filter(action="events.contact-removed").count() == 1


def test_removing_a_contact_ends_open_questions_and_keeps_what_was_answered(
    desk: d.Desk, request_: EventRequest
) -> None:
    first, second = a_contact(desk), a_contact(desk, "Bo Marsh")
    lead = Person.objects.get(pk=desk.prevent_lead.pk)
    asked(desk, request_, first, second)
    of_first, of_second = (PartnerQuestion.objects.get(contact=each) for each in (first, second))
    link = link_of(of_second)
    answered(of_first)
    for contact in (first, second):
        remove_contact(pk=contact.pk, by=lead, now=NOON)
    of_first.refresh_from_db()
    assert (of_first.contact, of_first.contact_name, of_first.answer) == (None, "Ada Lowe", "yes")
    with pytest.raises(Refused, match="taken back"):
        answer_partner(link=link, answer="no", text="", source="", now=NOON)


def test_a_speaker_can_be_told_what_is_held(desk: d.Desk, request_: EventRequest) -> None:
    question = asked(desk, request_)
    answered(question)
    text = "\n".join(held_about(request_, request_.speakers.get()))
    assert "What Northmoor University holds about Morwenna Skeats" in text
    assert "Seaford College was asked: Is there anything that we should know" in text
    assert "Answered ‘Yes, there is something’" in text
    assert "deleted on Wednesday 24 November 2027" in text
    assert "A loud evening" not in text
    assert "Ada Lowe" not in text
