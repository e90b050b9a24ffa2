from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from dueregard.kernel.catalogue import MessageKind, message_kinds
from dueregard.kernel.errors import NotAllowed, Refused
from dueregard.kernel.refs import Ref
from dueregard.ledger.models import Entry, Verification
from dueregard.organisation.access import may
from dueregard.outbox.models import MailServer, Message
from dueregard.oversight import commands, queries, tasks
from dueregard.oversight.catalogue import READ_LEDGER
from dueregard.timers.models import Heartbeat
from tests.oversight.steps import a_message, an_overseen_town
from tests.people import NOON

pytestmark = pytest.mark.django_db


@pytest.fixture
def town():
    return an_overseen_town()


def signed_in(person):
    from allauth.mfa.models import Authenticator

    Authenticator.objects.get_or_create(user=person.user, type=Authenticator.Type.TOTP, data={})
    client = Client()
    client.force_login(person.user)
    return client


def text_of(response):
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def test_the_ledger_names_people_things_and_facts_that_it_knows_by_id_only(town):
    text = text_of(signed_in(town.registrar).get("/oversight/ledger/"))
    assert "Gave the post" in text
    assert "person: Grace Whitfield" in text
    assert str(town.principal.pk) not in text


def test_reading_the_ledger_is_recorded_with_what_was_asked_but_not_with_what_was_typed(town):
    signed_in(town.registrar).get("/oversight/ledger/?action=organisation.post_given&person=Grace")
    entry = Entry.objects.filter(action="oversight.ledger_read").get()
    assert (entry.actor_ref, entry.actor_post) == (str(town.registrar.pk), "registrar")
    assert entry.facts == {"action": "organisation.post_given", "person": "asked"}


@pytest.mark.parametrize(
    ("query", "there", "not_there"),
    [
        ("action=organisation.unit_made", "Made the unit", "Gave the post</strong>"),
        ("subject=Helen Marsh", "Added the person", "Made the unit</strong>"),
        ("person=Nobody Known", "No entry matches", "Made the unit</strong>"),
        ("starts_day=25&starts_month=11&starts_year=2099", "No entry matches", "Made the unit</strong>"),
    ],
)
def test_the_ledger_is_searched_by_action_person_thing_and_date(town, query, there, not_there):
    text = text_of(signed_in(town.registrar).get(f"/oversight/ledger/?{query}"))
    assert there in text
    assert not_there not in text.replace("<option", "")


def test_a_last_day_before_the_first_gets_a_sentence(town):
    client = signed_in(town.registrar)
    days = "starts_day=2&starts_month=11&starts_year=2026&ends_day=1&ends_month=11&ends_year=2026"
    assert "The last day is before the first" in text_of(client.get(f"/oversight/ledger/?{days}"))


def test_a_page_of_the_ledger_takes_few_queries_though_it_names_many_things(
    town, django_assert_max_num_queries
):
    client = signed_in(town.registrar)
    with django_assert_max_num_queries(15):  # five of them record the reading, its transaction included
        first = client.get("/oversight/ledger/")
    assert "Next" in text_of(first)


def test_whoever_has_no_post_for_a_whole_provider_finds_no_such_page(town):
    for person in (town.head, town.organiser, town.union_officer):
        assert signed_in(person).get("/oversight/ledger/").status_code == 404
    assert signed_in(town.registrar).get("/oversight/messages/").status_code == 404
    assert may(town.registrar, READ_LEDGER)


def test_the_messages_page_shows_first_what_is_parked_and_why(town):
    a_message(town, state="parked", last_error="smtp-550", attempts=1)
    text = text_of(signed_in(town.administrator).get("/oversight/messages/"))
    assert "Parked: 1" in text
    assert "The mail server refused it (550)" in text
    assert "Olu Adeyemi" in text


@pytest.mark.parametrize("state", ["queued", "sent", "parked", "dropped"])
def test_no_messages_in_a_state_is_said_in_words(town, state):
    Message.objects.all().delete()
    text = text_of(signed_in(town.administrator).get(f"/oversight/messages/?state={state}"))
    assert "dr-empty" in text


def test_of_a_sensitive_message_nothing_is_shown_but_its_reference(town):
    message_kinds.declare(MessageKind("tests.quiet", "Tells of a quiet thing", sensitive=True))
    message = a_message(town, kind="tests.quiet", state="parked")
    text = text_of(signed_in(town.administrator).get("/oversight/messages/"))
    assert message.reference in text
    assert "Olu Adeyemi" not in text
    assert "quiet" not in text


def test_a_parked_message_is_sent_again_and_that_is_recorded(town):
    message = a_message(town, state="parked", last_error="smtp-550")
    answer = signed_in(town.administrator).post(f"/oversight/messages/{message.pk}/send-again", follow=True)
    assert "waits to be sent again" in text_of(answer)
    message.refresh_from_db()
    assert message.state == "queued"
    entry = Entry.objects.get(action="oversight.message_sent_again")
    assert (entry.subject, entry.actor_ref) == (message.ref, str(town.administrator.pk))


def test_a_message_that_went_is_not_sent_again_and_the_page_says_why(town):
    message = a_message(town, state="sent")
    with pytest.raises(Refused, match="already sent"):
        commands.send_again(pk=message.pk, by=town.administrator, now=NOON)
    answer = signed_in(town.administrator).post(f"/oversight/messages/{message.pk}/send-again", follow=True)
    assert "already sent" in text_of(answer)


def test_nobody_sends_a_message_again_without_the_permission_for_a_whole_provider(town):
    message = a_message(town, state="parked")
    with pytest.raises(NotAllowed):
        commands.send_again(pk=message.pk, by=town.registrar, now=NOON)


def test_checking_the_ledger_shows_what_was_found_and_is_recorded(town):
    answer = signed_in(town.registrar).post("/oversight/ledger/check", follow=True)
    assert "entries are as they were written" in text_of(answer)
    assert Entry.objects.get(action="oversight.ledger_checked").facts["good"] is True


def test_the_worker_checks_the_ledger_every_night_as_itself(town):
    tasks.check_ledger(NOON)
    assert Verification.objects.get().reason == ""
    assert Entry.objects.get(action="oversight.ledger_checked").actor_kind == "system"


def test_a_checkpoint_is_a_download_that_covers_the_entry_of_its_taking(town):
    answer = signed_in(town.registrar).post("/oversight/ledger/checkpoint")
    assert "attachment" in answer["Content-Disposition"]
    size = int(answer.content.decode().splitlines()[1])
    entry = Entry.objects.get(action="oversight.checkpoint_taken")
    assert entry.seq == size == entry.facts["entries"]


def test_home_tells_whoever_can_see_to_it_what_does_not_run(town):
    now = timezone.now()
    today = now.date()
    said = [gap.what for gap in queries.gaps(town.administrator, today)]
    assert said == ["No worker is running"]
    Heartbeat.objects.create(worker="moor:71", started_at=now, seen_at=now)
    MailServer.objects.update_or_create(pk=1, defaults={"down_since": now - timedelta(minutes=6)})
    a_message(town, state="parked")
    said = [gap.what for gap in queries.gaps(town.administrator, today)]
    assert said == ["The mail server does not answer", "Messages or timers are parked"]
    assert list(queries.gaps(town.organiser, today)) == []


def test_an_entry_about_something_that_is_gone_is_still_shown(town):
    assert queries.Names.of([Ref("organisation.person", "not-an-id")])[
        Ref("organisation.person", "not-an-id")
    ] == ("Person not-an-i")
