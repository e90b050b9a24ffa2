"""A form that arrives after the sign-in lapsed is kept, and sent again by its writer after signing in."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone

from dueregard.accounts import held
from dueregard.accounts.commands import forget_held
from dueregard.accounts.models import HeldPost, User
from dueregard.kernel import pages

SOMEBODY_ELSES = (
    "This page was opened under another sign-in, so nothing was sent. What was written is kept for an hour for the "
    "person who wrote it: it is there when they sign in."
)


class HeldPosts:
    """Stands after the CSRF check and before the page that asks for a sign-in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = self.get_response(request)
        again: HeldPost | None = getattr(request, "held_post", None)
        if again is not None and answer.status_code < 500:
            forget_held(again)
        if isinstance(request.user, User):
            held.remember_user(request, request.user, answer)
        return answer

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], *_: Any
    ) -> HttpResponse | None:
        if request.method != "POST" or not may_be_held(request, view):
            return None
        if not isinstance(request.user, User):
            if held.FIELD in request.POST or held.keep(request, timezone.now()):
                return to_carry_on()
            return None
        if held.FIELD in request.POST:
            return self._send_again(request, request.user)
        return None

    def _send_again(self, request: HttpRequest, user: User) -> HttpResponse | None:
        """Put the kept fields in the place of what the button sent; the CSRF check has passed already."""
        row = held.find(user, request.POST[held.FIELD], timezone.now())
        kept = held.open_held(row) if row else None
        if row is None or kept is None or kept.path != request.get_full_path():
            return HttpResponseRedirect(reverse("account_carry_on"))
        request.POST = kept.as_post()  # type: ignore[assignment]
        request.held_post = row  # type: ignore[attr-defined]
        return None


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The answer when a form's token does not fit: mostly a page that was open while somebody signed in again."""
    owner = None
    if request.method == "POST" and may_be_held(request, _view_of(request)):
        owner = held.keep(request, timezone.now())
    if owner is not None and (request.user == owner or not request.user.is_authenticated):
        return to_carry_on()
    if owner is None:
        return pages.csrf_failure(request, reason)
    return pages.page(request, "accounts/not_sent.html", {"sentence": SOMEBODY_ELSES}, status=403)


def may_be_held(request: HttpRequest, view: Callable[..., HttpResponse] | None) -> bool:
    """Forms of pages that need a sign-in; never those of accounts, which carry passwords and codes."""
    if view is None or not getattr(view, "login_required", True):
        return False
    return not request.path.startswith("/account/")


def to_carry_on() -> HttpResponse:
    """By way of the sign-in page, which sends somebody who is signed in straight on."""
    return redirect_to_login(reverse("account_carry_on"), resolve_url(settings.LOGIN_URL))


def _view_of(request: HttpRequest) -> Callable[..., HttpResponse] | None:
    try:
        return resolve(request.path_info).func
    except Resolver404:
        return None
