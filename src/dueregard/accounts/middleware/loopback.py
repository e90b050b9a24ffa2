"""The demo answers to this machine only, whatever it was bound to."""

import ipaddress
from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse

SENTENCE = "This is a demo: it answers only to the machine on which it runs.\n"
FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED")


class OnlyThisMachine:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        if not settings.DEMO:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not is_from_here(request):
            return HttpResponse(SENTENCE, status=403, content_type="text/plain; charset=utf-8")
        return self.get_response(request)


def is_from_here(request: HttpRequest) -> bool:
    """Whether the request came from this machine itself, and not through something that forwards."""
    if any(name in request.META for name in FORWARDED):
        return False
    try:
        return ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False
