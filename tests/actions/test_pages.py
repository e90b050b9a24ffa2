"""The pages of actions, and what waits for whom."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from dueregard.actions import commands, registries
from dueregard.actions.models import Action
from dueregard.actions.waiting import waiting_for, waiting_in
from dueregard.kernel.dates import today_in_london
from dueregard.kernel.refs import Ref
from dueregard.organisation.access import UnitScope
from tests.events.test_pages import as_ as signed_in
from tests.people import NOON, TODAY, Town, a_town, let

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> Town:
    return a_town()


def agreed(town: Town, **changes: Any) -> Action:
    values: dict[str, Any] = {
        "what": "Put up the ramp",
        "about": Ref("tests.thing", "1"),
        "label": "Audit of autumn 2026",
        "url": "/somewhere/",
        "unit": town.politics,
        "due": TODAY + timedelta(days=20),
        "owner": town.member,
        "by": town.registrar,
        "now": NOON,
    }
    return commands.agree(**(values | changes))


def text(answer: Any) -> str:
    return str(answer.content.decode())


def test_the_list_shows_one_s_own_and_another_view_shows_all_that_one_may_see(town: Town) -> None:
    let("principal", "actions.read")
    agreed(town)
    own = text(signed_in(town.member).get(reverse("actions:list")))
    assert "Put up the ramp" in own
    assert "1 action<" in own
    principal = signed_in(town.principal)
    assert "You have nothing to do here." in text(principal.get(reverse("actions:list")))
    assert "Put up the ramp" in text(principal.get(reverse("actions:list"), {"view": "all"}))


def test_the_list_asks_the_database_no_more_for_thirty_than_for_one(town: Town) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client, counts = signed_in(town.member), []
    for more in (1, 29):
        for _ in range(more):
            agreed(town)
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("actions:list"))
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 15


def test_what_it_came_from_is_a_link_only_for_those_who_may_see_it(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    action = agreed(town)
    page = reverse("actions:action", args=[action.pk])
    monkeypatch.setitem(registries.may_open, "tests.thing", lambda person, ref: person == town.registrar)
    assert 'href="/somewhere/"' not in text(signed_in(town.member).get(page))
    assert "Audit of autumn 2026" in text(signed_in(town.member).get(page))
    assert 'href="/somewhere/"' in text(signed_in(town.registrar).get(page))


def test_an_action_waits_for_its_owner_and_once_done_for_whoever_agreed_it(town: Town) -> None:
    action = agreed(town)
    (item,) = waiting_for(town.member, TODAY)
    assert (item.what, item.due) == ("Do: Put up the ramp", action.due)
    assert list(waiting_for(town.registrar, TODAY)) == []
    commands.check_off(pk=action.pk, by=town.member, note="", now=NOON)
    assert list(waiting_for(town.member, TODAY)) == []
    (item,) = waiting_for(town.registrar, TODAY)
    assert item.what == "Confirm: Put up the ramp"


def test_those_who_look_after_a_unit_see_what_waits_there_for_anybody(town: Town) -> None:
    agreed(town, owner=None, owner_post="head")
    everywhere, elsewhere = UnitScope(True, ()), UnitScope(False, (town.history.path,))
    (item,) = waiting_in(everywhere, TODAY)
    assert (item.post, item.holder) == ("Head of department, Department of Politics", "Helen Marsh")
    assert list(waiting_in(elsewhere, TODAY)) == []


def test_whoever_hands_it_over_is_led_back_to_the_list(town: Town) -> None:
    action = agreed(town)
    day = today_in_london(NOON) + timedelta(days=3000)
    sent = {"person": "Una Kelly", "due_day": day.day, "due_month": day.month, "due_year": day.year}
    answer = signed_in(town.member).post(reverse("actions:hand-over", args=[action.pk]), sent)
    assert answer.headers["Location"] == reverse("actions:list")
    action.refresh_from_db()
    assert action.owner == town.union_officer


def test_a_name_that_nobody_has_exactly_shows_no_list_of_people(town: Town) -> None:
    action = agreed(town)
    sent = {"person": "Una", "due_day": 1, "due_month": 9, "due_year": 2099}
    answer = signed_in(town.member).post(reverse("actions:hand-over", args=[action.pk]), sent)
    assert answer.status_code == 422
    assert "Una Kelly" not in text(answer)


def test_the_owner_checks_it_off_with_one_button(town: Town) -> None:
    action = agreed(town)
    client: Client = signed_in(town.member)
    answer = client.post(reverse("actions:check-off", args=[action.pk]), {"note": "Two bolts."})
    assert answer.status_code == 302
    assert "Two bolts." in text(client.get(reverse("actions:action", args=[action.pk])))
