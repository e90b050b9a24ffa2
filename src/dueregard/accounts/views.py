"""Pages of accounts that allauth does not have, and two of its own with our manners."""

from typing import Any

from allauth.account import views as allauth_account
from allauth.mfa.base import views as allauth_factor
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from dueregard.accounts import adapter, commands, held, links, queries, throttle
from dueregard.accounts.catalogue import INVITE
from dueregard.accounts.forms import AskForReset, ChoosePassword
from dueregard.accounts.http import SignedInRequest
from dueregard.accounts.models import Link, User
from dueregard.accounts.registries import name_of, needs_second_factor
from dueregard.kernel.errors import Refused
from dueregard.kernel.pages import page

CLEAR = '"cache", "storage"'


class SignInView(allauth_account.LoginView):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "identity_service": identity_service()}


@method_decorator(login_not_required, name="dispatch")
class SignOutView(allauth_account.LogoutView):
    """Signing out is a POST. It clears what the browser kept, but no cookie: other sites of this host have theirs."""

    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        answer: HttpResponse = super().post(*args, **kwargs)
        answer["Clear-Site-Data"] = CLEAR
        return answer


class FactorsView(allauth_factor.IndexView):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        assert isinstance(user, User)
        must = queries.lacks_second_factor(self.request, user)
        return {**super().get_context_data(**kwargs), "must_set_up": must}


def identity_service() -> dict[str, str] | None:
    """What the sign-in page calls the institution's identity service, and where it begins."""
    if settings.OIDC_NAME:
        address = reverse("openid_connect_login", args=[settings.OIDC_PATH])
        return {"name": settings.OIDC_NAME, "address": address}
    if settings.SAML_NAME:
        return {"name": settings.SAML_NAME, "address": reverse("saml_login")}
    return None


@require_safe
def home(request: SignedInRequest) -> HttpResponse:
    user = request.user
    known = {
        "name": name_of(user),
        "has_password": user.has_usable_password(),
        "has_factor": queries.has_second_factor(user),
        "needed": settings.SECOND_FACTOR_ASKED and needs_second_factor(user),
    }
    return page(request, "accounts/home.html", known)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask_for_reset(request: HttpRequest) -> HttpResponse:
    """The same answer, by the same steps, whether the address is known or not, and however often it is asked."""
    form = AskForReset(request.POST or None)
    if not form.is_valid():
        return page(request, "accounts/ask_for_reset.html", {"form": form})
    now, email = timezone.now(), form.cleaned_data["email"]
    attempt = ("reset", email, adapter.place_of(request), now)
    if throttle.may_ask_for_reset(throttle.tries(*attempt)):
        throttle.count(*attempt)
        commands.ask_for_reset(email, now=now)
    return redirect("account_reset_password_done")


@login_not_required
@require_safe
def reset_asked(request: HttpRequest) -> HttpResponse:
    return page(request, "accounts/reset_asked.html")


@login_not_required
@never_cache
@sensitive_post_parameters("password1", "password2")
@require_http_methods(["GET", "HEAD", "POST"])
def invited(request: HttpRequest, token: str) -> HttpResponse:
    """A GET shows the page and uses nothing up; the POST with a good password does."""
    now = timezone.now()
    link = links.find(INVITE.code, token, now)
    user = User.objects.filter(pk=link.about_id, is_active=True).first() if link else None
    if link is None or user is None:
        return page(request, "accounts/link_gone.html", status=404)
    form = ChoosePassword(request.POST if request.method == "POST" else None, user=user)
    if form.is_valid() and _join(form, link):
        return redirect("account_login")
    return page(request, "accounts/invited.html", {"form": form, "email": user.email})


def _join(form: ChoosePassword, link: Link) -> bool:
    try:
        commands.accept_invitation(link, password=form.cleaned_data["password1"], now=timezone.now())
    except Refused as refusal:
        for reason in refusal.reasons:
            form.add_error(None, reason)
        return False
    return True


@require_http_methods(["GET", "HEAD", "POST"])
def carry_on(request: SignedInRequest) -> HttpResponse:
    """What was kept for this user while the sign-in had lapsed; home when there is nothing."""
    now = timezone.now()
    if request.method == "POST":
        row = held.find(request.user, request.POST.get("discard", ""), now)
        if row is not None:
            commands.forget_held(row)
        return HttpResponseRedirect(reverse("account_carry_on"))
    opened = [held.open_held(row) for row in queries.held_posts(request.user, now)]
    kept = [each for each in opened if each is not None]
    if not kept:
        return HttpResponseRedirect(settings.LOGIN_REDIRECT_URL)
    return page(request, "accounts/carry_on.html", {"held": kept})
