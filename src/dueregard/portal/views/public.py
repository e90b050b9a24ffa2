"""What everybody may read without signing in."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from dueregard.accounts.held import COOKIE as FORMS_COOKIE
from dueregard.accounts.held import COOKIE_LASTS as FORMS_LAST
from dueregard.accounts.saml.views import ASIDE as SAML_COOKIE
from dueregard.accounts.saml.views import MOMENT as SAML_LASTS
from dueregard.assurance.queries.standard import shown_to_the_public
from dueregard.assurance.queries.trust import trusting_the_public
from dueregard.kernel.dates import today_in_london
from dueregard.kernel.markdown import html_of as as_html
from dueregard.kernel.pages import address, page
from dueregard.portal.queries.public import lead_times
from dueregard.statements.models import ACCESSIBILITY, COOKIES, PRIVACY
from dueregard.statements.queries import in_force
from dueregard.statements.views.public import provider_asked_for


@login_not_required
@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """Who to talk to, what we do, and where to ask for an event. Somebody who is signed in goes on to their work."""
    if request.user.is_authenticated:
        return redirect("portal:home")
    today = today_in_london(timezone.now())
    links = {
        "concern": address("public_outreach:concern"),
        "hire": address("events:hire"),
        "hub": address("practice:front"),
        "new": address("events:new"),
        "sign_in": address("account_login"),
        "what_counts": address("events:what-counts"),
        "code": address("public_statements:code"),
        "binding": address("portal:binding"),
        "complain": address("public_statements:complain"),
        "standard": address("service-standard:public") if shown_to_the_public() else "",
        "trust": address("service-standard:trust") if trusting_the_public() else "",
    }
    return page(request, "portal/front.html", {"links": links, "lead_times": lead_times(today)})


@login_not_required
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return _own_or(request, ACCESSIBILITY, "portal/accessibility.html")


@login_not_required
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    return _own_or(request, PRIVACY, "portal/privacy.html")


def _own_or(request: HttpRequest, kind: str, template: str) -> HttpResponse:
    """The provider's own text where it has put one in force; until then the product's."""
    provider = provider_asked_for(request)
    version = in_force(kind, provider, today_in_london(timezone.now())) if provider else None
    if provider is None or version is None:
        return page(request, template)
    shown = {"version": version, "html": as_html(version.text), "provider": provider}
    return page(request, "portal/statement.html", shown)


@login_not_required
@require_safe
def cookies(request: HttpRequest) -> HttpResponse:
    """The provider's own words, once it has put some in force, above the list of every cookie. The list is made from what
    this installation sets, so that it is true whatever stands above it."""
    names = {
        "session": settings.SESSION_COOKIE_NAME,
        "csrf": settings.CSRF_COOKIE_NAME,
        "forms": FORMS_COOKIE,
        "forms_hours": FORMS_LAST // 3600,
        "saml": SAML_COOKIE if settings.SAML_ENTITY_ID else "",
        "saml_seconds": SAML_LASTS,
        "hours": settings.SESSION_COOKIE_AGE // 3600,
    }
    provider = provider_asked_for(request)
    version = in_force(COOKIES, provider, today_in_london(timezone.now())) if provider else None
    own = {"version": version, "html": as_html(version.text, top=2) if version else "", "provider": provider}
    return page(request, "portal/cookies.html", {**names, **own})
