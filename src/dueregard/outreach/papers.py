"""What stands on a poster or slide: plain values for the typesetter, frozen with the printing."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from urllib.parse import quote, urlsplit

from django.conf import settings
from django.urls import reverse

from dueregard.documents.pdf import page_count, pictured, typeset
from dueregard.kernel.dates import long_date
from dueregard.organisation.models import Unit
from dueregard.outreach.designs import LEADS_TO_THE_CODE, TEMPLATES, Words, most_named
from dueregard.outreach.models import Design, Look, Shape
from dueregard.outreach.qr import drawn
from dueregard.outreach.queries.who import Contact, Who, nearest_page
from dueregard.outreach.rules.posters import OWN_COLOUR


def data_of(
    who: Who, design: Design, shape: Shape, words: Words, *, number: int | None, today: date
) -> dict[str, Any]:
    """All that is printed for a unit today. `number` is None for a preview."""
    shown = named_on(who, design, shape)
    leads_to = "code" if design in LEADS_TO_THE_CODE else "concern"
    address = address_for(who, leads_to)
    return {
        "design": str(design),
        "shape": str(shape),
        "title": f"{' '.join(words.heading.splitlines())}: {who.unit.name}",
        "provider": who.provider.name,
        "unit": who.unit.name if who.unit.parent_id else "",
        "accent": colour_of(who.provider),
        "heading": words.heading,
        "lead": words.lead,
        "short": words.short,
        "call": words.call,
        "told": words.told,
        "points": list(words.points),
        "people": words.people,
        "address": address,
        "shown": _shown(who, leads_to),
        "contacts": [_contact(each) for each in shown],
        "lines": [
            {"name": each.name, "telephone": each.telephone, "hours": each.hours} for each in who.lines[:2]
        ],
        "urgent": [
            {"name": each.name, "telephone": each.telephone, "hours": each.hours} for each in who.urgent[:1]
        ],
        "foot": _foot(number, today),
        "qr": "",
    }


def named_on(who: Who, design: Design, shape: Shape) -> tuple[Contact, ...]:
    return who.contacts[: most_named(design, shape)]


def address_for(who: Who, leads_to: str) -> str:
    """Where the code leads: to `/concern/new` of the unit, or to the code of practice of its provider."""
    if leads_to == "code":
        code = reverse("public_statements:code")
        return f"{settings.BASE_URL}{code}?provider={quote(who.provider.code)}"
    return f"{settings.BASE_URL}{reverse('public_outreach:concern')}?unit={quote(who.unit.code)}"


def _shown(who: Who, leads_to: str) -> str:
    """The address for those who type it: as short as can be."""
    host = urlsplit(settings.BASE_URL).netloc
    if leads_to == "code":
        return host + reverse("public_statements:code")
    return host + reverse("public_outreach:who", args=[nearest_page(who.unit).code])


def _contact(each: Contact) -> dict[str, str]:
    names = f"{each.names} (standing in)" if each.standing_in else each.names
    return {
        "names": names,
        "words": each.words,
        "telephone": each.telephone or each.email,
        "place": each.place,
        "hours": each.hours,
    }


def _foot(number: int | None, today: date) -> str:
    which = f"Number {number}. " if number else "A preview, not for hanging. "
    return f"{which}Names and numbers are right on {long_date(today)}. If one has changed, please tell us."


def colour_of(provider: Unit) -> str:
    look = Look.objects.filter(unit=provider).first()
    return look.accent if look else OWN_COLOUR


def printed(data: dict[str, Any], *, at: datetime) -> bytes:
    """The PDF: tagged, PDF/UA-1 checked; the same data and time give the same bytes."""
    return typeset(TEMPLATES[Shape(data["shape"])], _with_code(data), at=at)


def preview(data: dict[str, Any]) -> bytes:
    """A picture of it, PNG."""
    return pictured(TEMPLATES[Shape(data["shape"])], _with_code(data), points_per_inch=56)


def pages(data: dict[str, Any], *, least: float) -> int:
    """How many pages it takes when nothing may be set smaller than `least` of its full size: 1 where it fits."""
    return page_count(TEMPLATES[Shape(data["shape"])], {**_with_code(data), "least": least})


def _with_code(data: dict[str, Any]) -> dict[str, Any]:
    return {**data, "qr": drawn(data["address"])}
