"""HTML that a provider pastes into the footer of any website: plain links, nothing else."""

from urllib.parse import quote

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.views.decorators.http import require_safe

from dueregard.kernel.pages import page
from dueregard.organisation.http import PersonRequest
from dueregard.organisation.lookup import provider_of
from dueregard.organisation.models import Unit
from dueregard.outreach.views.finding import chosen_unit, manages

Links = list[tuple[str, str]]


@require_safe
def embed(request: PersonRequest) -> HttpResponse:
    units = manages(request)
    unit = chosen_unit(request, units)
    links = links_of(unit)
    context = {
        "unit": unit,
        "units": units,
        "embedded": links,
        "snippet": snippet_of(links),
        "others": [
            ("For new students and staff", _address("public_outreach:induction", f"?unit={quote(unit.code)}"))
        ],
        "here": "embed",
    }
    return page(request, "outreach/embed.html", context)


def links_of(unit: Unit) -> Links:
    """Labels and whole addresses."""
    code = quote(provider_of(unit).code)
    return [
        ("Worried about someone?", _address("public_outreach:concern", f"?unit={quote(unit.code)}")),
        ("Freedom of speech: code of practice", _address("public_statements:code", f"?provider={code}")),
    ]


def snippet_of(links: Links) -> str:
    """One paragraph; what a provider's names hold is escaped."""
    found = format_html_join(" |\n  ", '<a href="{1}">{0}</a>', links)
    return str(format_html("<p>\n  {}\n</p>", found))


def _address(name: str, query: str) -> str:
    return f"{settings.BASE_URL}{reverse(name)}{query}"
