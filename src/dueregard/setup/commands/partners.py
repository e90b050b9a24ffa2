"""Whom the demonstration knows in its local network, and what two of them were asked about a speaker."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from dueregard.accounts.models import Link
from dueregard.events.catalogue import PARTNER_CHECK
from dueregard.events.commands.contacts import keep_contact
from dueregard.events.commands.partner import answer_partner, ask_partners
from dueregard.events.models import EventRequest, PartnerContact, PartnerQuestion
from dueregard.events.queries.facts import everybody_at_work
from dueregard.events.rules.partner import ContactFields
from dueregard.kernel.dates import today_in_london
from dueregard.organisation.lookup import who_may_act
from dueregard.organisation.models import Unit
from dueregard.setup.commands.days import working_day

KEEPER = "prevent-lead"
KEPT = 300
"""Days ago the contacts were written down; the review day of each counts from today."""


def partners_asked(told: Mapping[str, Any], root: Unit, *, now: datetime) -> None:
    """`told` is the table `partners` of a script; without it there is no network."""
    if told:
        kept = _keep(told["contacts"], root, now)
        for plan in told["asked"]:
            _ask(plan, kept, now)


def _keep(plans: list[dict[str, Any]], root: Unit, now: datetime) -> dict[str, PartnerContact]:
    then = working_day(root, now, -KEPT, 11)
    keeper = who_may_act(KEEPER, root, today_in_london(then))[0]
    kept = {}
    for plan in plans:
        review_by = today_in_london(now) + timedelta(days=plan["review"])
        fields = ContactFields(
            plan["name"], plan["organisation"], plan["email"], review_by, plan.get("role", "")
        )
        kept[plan["name"]] = keep_contact(by=keeper, unit=root, fields=fields, now=then)
    return kept


def _ask(plan: Mapping[str, Any], kept: Mapping[str, PartnerContact], now: datetime) -> None:
    request = EventRequest.objects.select_related("unit").get(title=plan["event"], main=None)
    assert request.unit is not None
    then = working_day(request.unit, now, -2, 14)
    asker = everybody_at_work(request, today_in_london(then))[0]
    contacts = [kept[name].pk for name in plan["of"]]
    asked = ask_partners(pk=request.pk, by=asker, speaker=plan["speaker"], contacts=contacts, now=then)
    for question in asked:
        if question.contact_name in plan["answers"]:
            _answer(question, plan["answers"][question.contact_name], then + timedelta(hours=2))


def _answer(question: PartnerQuestion, said: Mapping[str, str], now: datetime) -> None:
    link = Link.objects.get(purpose=PARTNER_CHECK, about_type=question.ref.type, about_id=question.ref.id)
    answer_partner(link=link, now=now, **said)
