"""The signed-in home page, and the header search."""

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from dueregard.kernel import text
from dueregard.kernel.dates import today_in_london
from dueregard.kernel.pages import address, page
from dueregard.kernel.registries import search_providers
from dueregard.organisation.http import PersonRequest
from dueregard.portal.queries.today import today_of

LONGEST = 200


@require_safe
def home(request: PersonRequest) -> HttpResponse:
    """What waits for this person, and the week ahead."""
    if request.person is None:
        return page(request, "portal/nobody.html")
    today = today_in_london(timezone.now())
    found = today_of(request.person, request.access, today, request.GET.get("view", ""))
    links = {"away": address("organisation:away"), "new": address("events:new")}
    links |= {"what_counts": address("events:what-counts"), "binding": address("portal:binding")}
    return page(request, "portal/home.html", {"found": found, "links": links})


@require_safe
def search(request: PersonRequest) -> HttpResponse:
    """Requests that this person may see; never people."""
    words = text.tidy(request.GET.get("q", ""))[:LONGEST]
    reasons = text.why_not_text(words)
    hits = []
    if words and not reasons and request.person is not None:
        hits = [hit for provider in search_providers for hit in provider(request.person, words)]
    shown = {"search_words": words, "hits": hits, "reasons": reasons}
    return page(request, "portal/search.html", shown)
