"""Who holds a post that needs a second factor sets one up before anything else."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from dueregard.accounts.models import User
from dueregard.accounts.queries import lacks_second_factor

ALLOWED = {"account_logout", "account_reauthenticate", "account_carry_on"}


class SecondFactorNeeded:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], *_: Any
    ) -> HttpResponse | None:
        if not isinstance(request.user, User) or not getattr(view, "login_required", True):
            return None
        name = request.resolver_match.url_name or "" if request.resolver_match else ""
        if name in ALLOWED or name.startswith("mfa_") or not lacks_second_factor(request, request.user):
            return None
        return HttpResponseRedirect(reverse("mfa_index"))
