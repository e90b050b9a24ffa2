"""What everybody may read without signing in."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from dueregard.accounts.held import COOKIE as FORMS_COOKIE
from dueregard.accounts.held import COOKIE_LASTS as FORMS_LAST
from dueregard.kernel.dates import today_in_london
from dueregard.kernel.pages import address, page
from dueregard.portal.queries.public import lead_times


@login_not_required
@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """Where to ask for an event. Somebody who is signed in goes on to their work."""
    if request.user.is_authenticated:
        return redirect("portal:home")
    today = today_in_london(timezone.now())
    links = {
        "hire": address("events:hire"),
        "new": address("events:new"),
        "sign_in": address("account_login"),
        "what_counts": address("events:what-counts"),
    }
    return page(request, "portal/front.html", {"links": links, "lead_times": lead_times(today)})


@login_not_required
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return page(request, "portal/accessibility.html")


@login_not_required
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    return page(request, "portal/privacy.html")


@login_not_required
@require_safe
def cookies(request: HttpRequest) -> HttpResponse:
    names = {
        "session": settings.SESSION_COOKIE_NAME,
        "csrf": settings.CSRF_COOKIE_NAME,
        "forms": FORMS_COOKIE,
        "forms_hours": FORMS_LAST // 3600,
        "hours": settings.SESSION_COOKIE_AGE // 3600,
    }
    return page(request, "portal/cookies.html", names)
