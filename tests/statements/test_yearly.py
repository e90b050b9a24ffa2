"""The code of practice goes to all students once a year: to whom, once, and with what on record."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dueregard.kernel.errors import NotAllowed, Refused
from dueregard.organisation.models import Person
from dueregard.outbox.models import Message
from dueregard.outbox.tasks import deliver
from dueregard.statements.commands.yearly import send_yearly
from dueregard.statements.models import Copy, Sending
from dueregard.statements.queries.yearly import dues, progress_of
from dueregard.statements.rules.yearly import academic_year, is_soon, shown_year
from dueregard.statements.waiting import waiting_for
from tests.people import NOON, TODAY, Town
from tests.statements import hall


@pytest.fixture
def town(db) -> Town:
    town = hall.a_hall()
    hall.in_force(town, starts=TODAY)
    return town


def send(town: Town, *, units=None, lists=(), now: datetime = NOON, words: str = "") -> Sending:
    chosen = [town.politics] if units is None else units
    return send_yearly(by=town.registrar, unit=town.provider, units=chosen, lists=lists, words=words, now=now)


def deliver_all() -> None:
    while deliver(NOON + timedelta(hours=1)):
        pass


@given(st.dates(min_value=date(2020, 1, 1), max_value=date(2090, 1, 1)))
def test_an_academic_year_begins_on_the_first_of_august(day: date) -> None:
    assert date(academic_year(day), 8, 1) <= day < date(academic_year(day) + 1, 8, 1)


def test_a_year_is_said_with_both_its_numbers() -> None:
    assert shown_year(2026) == "2026–27"
    assert shown_year(2099) == "2099–00"


def test_everybody_with_an_address_in_the_units_and_below_gets_one_mail(town, smtp_sink) -> None:
    sending = send(town, units=[town.faculty], words="Welcome back.")
    deliver_all()
    assert sending.people == 4
    assert sorted(mail["X-Envelope-To"] for mail in smtp_sink.mails) == [
        "dev.patel@northmoor.example",
        "helen.marsh@northmoor.example",
        "olu.adeyemi@northmoor.example",
        "owen.hughes@northmoor.example",
    ]
    said = smtp_sink.mails[0].get_body(("plain",)).get_content()
    assert said.index("Welcome back.") < said.index("sections A1 to A3")
    assert "/code-of-practice/" in said
    assert progress_of(sending).sent == 4
    assert progress_of(sending).is_done


def test_a_list_address_gets_one_mail_whatever_its_case(town, smtp_sink) -> None:
    sending = send(town, units=[], lists=["All-Students@northmoor.example", "all-students@northmoor.example"])
    deliver_all()
    assert sending.lists == 1
    assert [mail["X-Envelope-To"] for mail in smtp_sink.mails] == ["all-students@northmoor.example"]


def test_nobody_gets_the_same_version_twice_in_one_year(town) -> None:
    send(town)
    second = send(town, units=[town.faculty], lists=["all@northmoor.example"])
    assert (second.people, second.lists, second.already) == (1, 1, 3)
    with pytest.raises(Refused, match="has had this version this year already"):
        send(town, units=[town.faculty], lists=["ALL@northmoor.example"])
    assert Copy.objects.count() == 5


def test_a_new_version_or_a_new_year_goes_to_everybody_again(town) -> None:
    send(town)
    assert send(town, now=datetime(2027, 8, 2, 12, tzinfo=UTC)).people == 3
    hall.in_force(town, "Changed.", starts=TODAY + timedelta(days=1))
    assert send(town, now=NOON + timedelta(days=1)).people == 3


def test_who_has_left_or_has_no_address_gets_nothing(town) -> None:
    Person.objects.filter(pk=town.head.pk).update(left_on=TODAY - timedelta(days=1))
    Person.objects.filter(pk=town.deputy.pk).update(email="")
    sending = send(town)
    assert (sending.people, sending.without_address) == (1, 1)


def test_who_leaves_between_the_sending_and_the_mail_gets_nothing(town, smtp_sink) -> None:
    sending = send(town)
    Person.objects.filter(pk=town.head.pk).update(left_on=date(2020, 1, 1))
    deliver_all()
    assert len(smtp_sink.mails) == 2
    assert progress_of(sending).not_sent == 1


def test_a_unit_of_another_provider_adds_nobody(town) -> None:
    with pytest.raises(Refused, match="nobody to send it to"):
        send(town, units=[town.other_provider])


def test_the_starter_text_is_not_sent(db) -> None:
    town = hall.a_hall()
    with pytest.raises(Refused, match="No code of practice is in force"):
        send(town)
    hall.starter_of(town.provider)
    with pytest.raises(Refused, match="Put your own code of practice in force"):
        send(town)


def test_only_the_post_for_it_sends(town) -> None:
    with pytest.raises(NotAllowed):
        send_yearly(by=town.head, unit=town.provider, units=[town.politics], lists=[], now=NOON)


def test_many_recipients_go_in_batches(town) -> None:
    Person.objects.bulk_create(
        Person(name=f"Student {number}", email=f"s{number}@northmoor.example", unit=town.society)
        for number in range(1_200)
    )
    sending = send(town, units=[town.union])
    assert sending.people == 1_202
    assert Message.objects.filter(kind="statements.yearly").count() == 3
    assert Copy.objects.filter(sending=sending, batch=3).count() == 202
    assert progress_of(sending).waiting == 1_202


def test_a_year_after_the_last_sending_it_waits_for_the_post(town) -> None:
    a_year_on = NOON + timedelta(days=335)
    assert [item.what for item in waiting_for(town.registrar, TODAY)] == []
    send(town)
    assert [item.what for item in waiting_for(town.registrar, TODAY + timedelta(days=300))] == []
    (item,) = waiting_for(town.registrar, a_year_on.date())
    assert item.what == "Send the code of practice to all students"
    assert item.due == TODAY + timedelta(days=365)
    assert not list(waiting_for(town.head, a_year_on.date()))


def test_before_the_first_sending_the_year_counts_from_the_first_code(town) -> None:
    (due,) = dues([town.provider])
    assert due.last is None
    assert due.by == TODAY + timedelta(days=365)
    assert is_soon(due.by, due.by - timedelta(days=35))
    assert not is_soon(due.by, due.by - timedelta(days=36))
