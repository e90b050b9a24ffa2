"""What binds a unit: on one page, for everybody, as it stands on the day."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dueregard.organisation import commands as organisation
from dueregard.statements.commands.version import take_starter
from dueregard.statements.models import CODE, TRUST
from tests.events.federation import COLLEGE, UNIVERSITY, a_procedure
from tests.people import BUILDER, NOON, Town, a_person, a_town, a_unit, let

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _at_noon() -> Any:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def town() -> Town:
    """The provider has a procedure, whose events are asked about at the registrar's, and a code of practice."""
    town = a_town()
    let("registrar", "events.decide")
    a_procedure(town.provider, of_town(UNIVERSITY), starts=date(2024, 9, 2))
    for kind in (CODE, TRUST):
        take_starter(
            by=BUILDER, kind=kind, unit=town.provider, title=f"Our {kind}", text="We start from yes.",
            starts=date(2025, 8, 1), now=NOON,
        )  # fmt: skip
    return town


def of_town(text: str) -> str:
    """A procedure of the federation whose work the town's own posts do."""
    theirs = {
        "head-of-security": "room-booking",
        "university-secretary": "registrar",
        "accountable-officer": "principal",
        "visitor": "head",
        "bursar": "room-booking",
        "college-principal": "principal",
    }
    for code, own in theirs.items():
        text = text.replace(f'"{code}"', f'"{own}"')
    return text


def read(unit: Any, client: Client | None = None) -> str:
    answer = (client or Client()).get(f"/what-binds/{unit.pk}/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_partner_reads_what_it_inherits_with_version_and_since_when_and_without_an_account(
    town: Town,
) -> None:
    partner = a_unit("seaford", "Seaford College", under=town.provider, kind="Partner")
    shown = read(partner)
    for said in (
        "What binds Seaford College",
        "Northmoor University, version 1",
        "In force since Monday 2 September 2024",
        "One that needs the Secretary.",
        "Registrar",
        "Our code-of-practice",
        "Version 1, in force since Friday 1 August 2025",
    ):
        assert said in shown, said
    assert f"/code-of-practice?provider={town.provider.code}" in shown
    assert town.registrar.name not in shown
    assert f"/what-binds/{partner.pk}/" in Client().get("/what-binds/").content.decode()


def test_its_own_procedure_stands_below_the_providers_and_people_of_the_unit_have_names(town: Town) -> None:
    partner = a_unit("seaford", "Seaford College", under=town.provider, kind="partner")
    a_procedure(partner, '[procedure]\ndesignated = "One that the college marks."\n', starts=date(2026, 1, 5))
    client = Client()
    client.force_login(a_person("Pia Lund", partner).user)  # type: ignore[arg-type]
    answer = client.get("/what-binds/")
    shown = answer.content.decode()
    assert "What binds Seaford College" in shown
    assert shown.index("Northmoor University, version 1") < shown.index("Seaford College, version 1")
    assert "One that the college marks." in shown
    assert town.registrar.name in shown
    assert f"/procedures/events/{partner.pk}/" in shown
    assert answer["Cache-Control"] == "no-store"


def test_a_partner_beside_the_provider_is_bound_by_its_own_and_by_nothing_of_the_providers(
    town: Town,
) -> None:
    beside = a_unit("seaford", "Seaford College", kind="partner")
    shown = read(beside)
    assert "No procedure for events is in force here." in shown
    assert "has put no code or statement in force yet" in shown
    a_procedure(beside, of_town(COLLEGE))
    shown = read(beside)
    assert "Seaford College, version 1" in shown
    assert "Northmoor" not in shown.split("<main")[1]


def test_what_is_not_in_force_yet_or_shown_to_nobody_binds_nobody(town: Town) -> None:
    take_starter(
        by=BUILDER, kind="privacy", unit=town.provider, title="Privacy of next year", text="Later.",
        starts=date(2027, 8, 1), now=NOON,
    )  # fmt: skip
    shown = read(town.provider)
    assert "Privacy of next year" not in shown
    assert "Our trust" not in shown  # the page of trust is not open to the public


def test_only_units_that_are_there_and_open_have_a_page(town: Town) -> None:
    closed = a_unit("gone", "Gone College", under=town.provider, kind="partner")
    organisation.close_unit(pk=closed.pk, by=BUILDER, on=date(2026, 11, 24), now=NOON)
    for pk in (uuid4(), closed.pk):
        assert Client().get(f"/what-binds/{pk}/").status_code == 404
    whose = Client().get("/what-binds/").content.decode()
    assert "Gone College" not in whose
    assert "Department of Politics" not in whose


def test_the_page_asks_the_database_at_most_fifteen_times(town: Town) -> None:
    with CaptureQueriesContext(connection) as asked:
        read(town.politics)
    assert len(asked) <= 15, len(asked)
