"""The page of trust: what everybody reads, and the numbers that nobody can work out."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from itertools import product

import pytest
from django.test import Client
from django.utils import timezone

from dueregard.assurance.commands import showing
from dueregard.assurance.models import PublicTrust
from dueregard.assurance.queries.trust import last_full_year
from dueregard.assurance.rules.suppressing import Published, published
from dueregard.kernel.dates import today_in_london
from dueregard.kernel.errors import NotAllowed, Refused
from dueregard.ledger.models import Entry
from dueregard.organisation.models import Person
from dueregard.statements.commands.version import approve, put_in_force, save_draft, start_draft
from dueregard.statements.models import TRUST
from tests.assurance import steps as s
from tests.events import desk as d
from tests.people import NOON, let

LATER = s.at(date(2027, 9, 1))
"""In the year after that of the desk's requests."""


def shown(counts: dict[str, int]) -> tuple[object, ...]:
    found: Published = published(counts)
    return (found.total, *found.cells.values())


@pytest.mark.parametrize(("cells", "highest"), [(2, 16), (3, 12), (5, 6)])
def test_no_number_that_is_not_shown_can_be_worked_out(cells: int, highest: int) -> None:
    """Every table up to this size: whoever knows the rules and sees what is shown is left with three values at least for
    each number under five."""
    tables: dict[tuple[object, ...], list[tuple[int, ...]]] = defaultdict(list)
    for values in product(range(highest + 1), repeat=cells):
        tables[shown({str(place): value for place, value in enumerate(values)})].append(values)
    for said, possible in tables.items():
        if any(value is None for value in said[1:]):
            for place in range(cells):
                small = {values[place] for values in possible if said[place + 1] is None}
                assert said[place + 1] is not None or len(small) >= 3, (said, possible)


def test_small_numbers_go_with_a_second_one_and_everything_is_rounded() -> None:
    counts = {"approved": 212, "conditions": 11, "refused": 2, "withdrawn": 7, "not-decided": 0}
    assert published(counts) == Published(
        220, {"approved": 210, "conditions": 10, "refused": None, "withdrawn": None, "not-decided": 0}
    )
    assert published({"approved": 3, "refused": 0}) == Published(None, {"approved": None, "refused": None})
    assert published({"approved": 0, "refused": 0}) == Published(0, {"approved": 0, "refused": 0})


def test_the_last_full_year_is_over() -> None:
    assert last_full_year(date(2026, 7, 31)).first == date(2024, 8, 1)
    assert last_full_year(date(2026, 8, 1)).last == date(2026, 7, 31)


@pytest.mark.django_db
def test_it_is_off_until_a_person_shows_it_and_gone_when_it_is_hidden() -> None:
    desk = s.an_overseen_desk()
    publisher = _publisher(desk)
    assert Client().get("/trust").status_code == 404
    assert "/trust" not in Client().get("/").content.decode()
    with pytest.raises(NotAllowed):
        showing.show(showing.TRUST, unit=desk.town.provider, by=desk.organiser, now=NOON)
    showing.show(showing.TRUST, unit=desk.town.provider, by=publisher, now=NOON)
    with pytest.raises(Refused, match="shown to the public already"):
        showing.show(showing.TRUST, unit=desk.town.provider, by=publisher, now=NOON)
    page = Client().get("/trust").content.decode()
    for words in (
        "What is never recorded",
        "Who decides",
        "Read the code of practice",
        "/freedom-of-speech/complain",
    ):
        assert words in page
    assert "Tom Ferris" not in page, "posts, and nobody's name"
    assert 'href="/trust"' in Client().get("/").content.decode()
    assert Client().get("/trust?provider=southmoor").status_code == 404
    showing.hide(showing.TRUST, unit=desk.town.provider, by=publisher, now=NOON)
    assert Client().get("/trust").status_code == 404
    assert Entry.objects.filter(action__startswith="assurance.trust").count() == 2


def _publisher(desk: d.Desk) -> Person:
    let("registrar", "assurance.publish", "statements.draft")
    let("principal", "statements.approve")
    return Person.objects.get(pk=desk.town.registrar.pk)


@pytest.mark.django_db
def test_everybody_reads_rounded_numbers_and_those_who_oversee_each_request_behind_them() -> None:
    desk = s.an_overseen_desk()
    for _ in range(7):
        s.decided(desk)
    publisher = _publisher(desk)
    showing.show(showing.TRUST, unit=desk.town.provider, by=publisher, now=NOON)
    assert PublicTrust.objects.get().figures["total"] == 0, "the year is not over yet"
    showing.refresh(showing.TRUST, unit=desk.town.provider, now=LATER)
    kept = PublicTrust.objects.get().figures
    assert (kept["period"], kept["total"]) == ("Academic year 2026–27", 5)
    assert [row["count"] for row in kept["rows"]] == [5, 0, 0, 0, 0]
    assert ">5<" in Client().get("/trust").content.decode()


@pytest.mark.django_db
def test_the_introduction_is_the_providers_own_once_it_is_in_force() -> None:
    desk = s.an_overseen_desk()
    publisher, principal = _publisher(desk), Person.objects.get(pk=desk.town.principal.pk)
    showing.show(showing.TRUST, unit=desk.town.provider, by=publisher, now=NOON)
    assert "We treat it as part of looking after each other." in Client().get("/trust").content.decode()
    draft = start_draft(by=publisher, kind=TRUST, unit=desk.town.provider, now=NOON)
    assert draft.text.startswith("Northmoor University has a duty")
    saved = save_draft(
        pk=draft.pk,
        by=publisher,
        title="What we do here",
        text="We **ask** first. <script>x</script>",
        reason="Ours",
        revision=1,
        now=NOON,
    )
    now = timezone.now()  # the page asks what is in force on the real day
    approve(pk=saved.pk, by=principal, revision=2, now=NOON)
    put_in_force(pk=saved.pk, by=principal, starts=today_in_london(now), now=now)
    page = Client().get("/trust").content.decode()
    assert "<strong>ask</strong>" in page
    assert "<script>x" not in page
    assert "We treat it as part" not in page
