"""Pages of signing in by SAML.

The service's answer comes as a form from its own page, and a browser sends no session with such a form (SameSite). So it
is put aside, and taken up by the next request, which has the session that asked.
"""

from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.helpers import complete_social_login, render_authentication_error
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from dueregard.accounts.errors import NotBelieved
from dueregard.accounts.sessions import SessionStore

ASIDE = "saml-answer"
MOMENT = 300
LARGEST = 200_000


@login_not_required
@never_cache
@require_safe
def login(request: HttpRequest) -> HttpResponse:
    answer: HttpResponse = _provider(request).redirect_from_request(request)
    return answer


@csrf_exempt
@login_not_required
@require_POST
def arrive(request: HttpRequest) -> HttpResponse:
    """Put the answer aside for a moment: it is believed, or not, where the session is."""
    sent = request.POST.get("SAMLResponse", "")
    if not sent or len(sent) > LARGEST:
        return _failed(request, NotBelieved("it sent nothing, or far too much"))
    aside = SessionStore()
    aside["saml"] = sent
    aside.set_expiry(MOMENT)
    aside.save()
    answer = HttpResponseRedirect(reverse("saml_finish"))
    answer.set_cookie(
        ASIDE,
        aside.session_key or "",
        max_age=MOMENT,
        path=reverse("saml_finish"),
        secure=settings.SECURE,
        httponly=True,
        samesite="Lax",
    )
    return answer


@login_not_required
@never_cache
@require_safe
def finish(request: HttpRequest) -> HttpResponse:
    """Believe the answer that was put aside, if this very session asked for it, and sign in whom it is about."""
    from dueregard.accounts.saml import assertions

    aside = SessionStore(request.COOKIES.get(ASIDE))
    sent = aside.get("saml", "")
    aside.delete()
    provider = _provider(request)
    try:
        response = assertions.opened(sent)
        number = assertions.question_of(response)
        state = provider.unstash_redirect_state(request, number)
        found = provider.sociallogin_from_response(request, assertions.believed(response, answers=number))
    except (NotBelieved, PermissionDenied) as problem:
        return _failed(request, problem)
    found.state = state
    answer: HttpResponse = complete_social_login(request, found)
    answer.delete_cookie(ASIDE, path=reverse("saml_finish"))
    return answer


@login_not_required
@require_safe
def metadata(request: HttpRequest) -> HttpResponse:
    from dueregard.accounts.saml import assertions

    return HttpResponse(assertions.metadata(), content_type="application/samlmetadata+xml")


def _provider(request: HttpRequest) -> Any:
    return get_adapter().get_provider(request, "saml")


def _failed(request: HttpRequest, problem: Exception) -> HttpResponse:
    try:
        answer: HttpResponse = render_authentication_error(request, _provider(request), exception=problem)
    except ImmediateHttpResponse as found:
        answer = found.response
    return answer
