"""Why a request went quiet: every reason is offered, kept, found again and taken along."""

import pytest

from dueregard.events.choices import WhyWithdrawn
from dueregard.events.commands.locking import Organiser
from dueregard.events.commands.sending import withdraw
from dueregard.events.exports import HEADER, table
from dueregard.events.forms.following import WithdrawForm
from dueregard.events.models import EventRequest
from dueregard.events.queries.register import KINDS_OF_ROW, Filters, filtered
from tests.events import desk as d
from tests.people import NOON, TODAY

REASONS = {"rules", "time", "cost", "speaker", "pressure", "conditions", "plans", "other"}


def test_every_reason_is_offered_and_can_be_asked_for_in_the_register() -> None:
    assert set(WhyWithdrawn.values) == REASONS
    assert {code for code, _ in WithdrawForm().fields["why"].choices} == REASONS  # type: ignore[attr-defined]
    assert {f"why-{code}" for code in REASONS} <= set(KINDS_OF_ROW)


@pytest.mark.django_db
def test_a_request_withdrawn_over_the_rules_is_found_again_and_stands_in_the_export() -> None:
    desk = d.a_desk()
    requests = [d.a_sent_request(desk) for _ in range(2)]
    for request, why in zip(requests, ("rules", "cost"), strict=True):
        withdraw(pk=request.pk, by=Organiser(desk.organiser), whose="organiser", why=why, note="", now=NOON)
    rows = filtered(desk.secretariat, Filters(only="why-rules"), TODAY)
    assert list(rows) == [EventRequest.objects.get(pk=requests[0].pk)]
    (line,) = table(rows.order_by("-day", "-id"))
    assert line[HEADER.index("Why withdrawn")] == "The rules or the form ask too much"
