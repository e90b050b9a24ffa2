"""What a person may see is the same, whether the register is gathered or walked."""

import pytest

from dueregard.events.commands.deciding import pass_up
from dueregard.events.queries import register
from dueregard.events.queries.visible import in_units_of, visible_to, walked_by
from dueregard.organisation.commands import make_unit
from dueregard.organisation.models import Person
from dueregard.setup.commands.bulk import fill
from tests.events import desk as d
from tests.events import federation as f
from tests.people import BUILDER, NOON, TODAY

pytestmark = pytest.mark.django_db


def _asked_both_ways() -> dict[str, set[str]]:
    """By name, the titles that a person sees; each person is asked in both ways."""
    found = {}
    for person in Person.objects.all():
        gathered = sorted(visible_to(person, TODAY).values_list("pk", "title"))
        assert sorted(walked_by(person, TODAY).values_list("pk", "title")) == gathered, person.name
        assert {pk for pk, _ in gathered} >= set(in_units_of(person).values_list("pk", flat=True)), (
            person.name
        )
        found[person.name] = {title for _, title in gathered}
    return found


def test_everybody_sees_the_same_of_one_body_both_ways() -> None:
    desk = d.a_desk()
    d.a_draft(desk, title="Not sent yet")
    d.a_sent_request(desk, title="Waits for its checks")
    passed = d.a_sent_request(desk, title="Passed up")
    d.all_checks(desk, passed)
    pass_up(pk=passed.pk, by=desk.head, note="Beyond us.", now=NOON)
    seen = _asked_both_ways()
    assert seen[desk.head.name] == seen[desk.organiser.name] == {"Waits for its checks", "Passed up"}
    assert seen[desk.secretary.name] == {"Waits for its checks", "Passed up"}
    assert seen[desk.town.stranger.name] == set()


def test_everybody_sees_the_same_of_several_bodies_both_ways() -> None:
    made = f.a_federation(apart=True)
    request = f.sent(made)
    f.college_checks(made, request)
    assert {request.title} in _asked_both_ways().values()


def test_whoever_sees_more_than_is_counted_gets_the_same_page() -> None:
    desk = d.a_desk()
    make_unit(by=BUILDER, code="other", name="Another university", kind="provider", parent=None, now=NOON)
    fill(1_010, root=desk.town.provider, now=NOON)
    for filters in (
        register.Filters(),
        register.Filters(standing="approved"),
        register.Filters(due_first=True),
    ):
        rows, count = register.shown_and_counted(desk.secretariat, filters, TODAY)
        plain = register.filtered(desk.secretariat, filters, TODAY)
        assert list(rows.order_by(*filters.order)) == list(plain.order_by(*filters.order)), filters
        assert (count.more, count.number) == (plain.count() > 1_000, min(plain.count(), 1_000)), filters
