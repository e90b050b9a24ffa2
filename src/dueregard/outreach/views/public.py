"""What everybody may read without an account and without a script: who to talk to."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from dueregard.kernel.errors import NotThere
from dueregard.kernel.markdown import html_of
from dueregard.kernel.pages import address, page
from dueregard.organisation.models import Person, Unit
from dueregard.outreach.queries import who as queries
from dueregard.outreach.queries.video import newest_published
from dueregard.outreach.views.finding import today
from dueregard.statements.models import CODE, INDUCTION
from dueregard.statements.queries import in_force
from dueregard.statements.queries.standing import open_providers, spoken_for
from dueregard.statements.starters import starter


@login_not_required
@require_safe
def concern(request: HttpRequest) -> HttpResponse:
    """Worried about someone? Where printed codes lead, so it never answers that there is nothing here: a unit that
    is gone, or has no page of its own, gives the next one that there is."""
    unit = unit_asked_for(request)
    if unit is None:
        return page(request, "outreach/whose.html", {"providers": open_providers()})
    return _shown(request, queries.nearest_page(unit))


@login_not_required
@require_safe
def who(request: HttpRequest, unit: str) -> HttpResponse:
    """The page of one unit."""
    found = queries.own_page(unit)
    if found is None:
        raise NotThere
    return _shown(request, found)


def _asked_for(code: str) -> Unit | None:
    """The unit of a code, also of one that it had when a poster was printed; for one that nobody knows, and for none,
    the only provider there is."""
    return (queries.unit_of_code(code) if code else None) or spoken_for("", None)


def unit_asked_for(request: HttpRequest) -> Unit | None:
    """The unit of the address, else the signed-in reader's own, else the only provider."""
    code = request.GET.get("unit", "")[:200]
    person: Person | None = getattr(request, "person", None)
    if not code and person is not None:
        return person.unit
    return _asked_for(code)


def _shown(request: HttpRequest, unit: Unit) -> HttpResponse:
    found = queries.who_to_talk_to(unit, today())
    context: dict[str, Any] = {"who": found, "units": queries.with_a_page(unit)}
    return page(request, "outreach/concern.html", context)


@login_not_required
@require_safe
def induction(request: HttpRequest) -> HttpResponse:
    """For new students and staff: what it is, who to talk to, what we do and never do, in the words of the
    provider that are in force, else in ours. Who is named, 999, the code and the video are made beside them."""
    unit = unit_asked_for(request)
    if unit is None:
        return page(request, "outreach/whose.html", {"providers": open_providers(), "induction": True})
    shown = queries.nearest_page(unit)
    who = queries.who_to_talk_to(shown, today())
    own = in_force(INDUCTION, shown, today())
    title, text = (own.title, own.text) if own else starter(INDUCTION, who.provider.name)
    context: dict[str, Any] = {
        "who": who,
        "title": title,
        "html": html_of(text),
        "own": own,
        "code": in_force(CODE, shown, today()),
        "video": newest_published(shown),
        "links": {"trust": address("service-standard:trust"), "training": address("training:mine")},
        "today": today(),
    }
    return page(request, "outreach/induction.html", context)
