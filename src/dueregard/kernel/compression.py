"""Compressed pages, for those that hold nothing secret.

A compressed page can be made to give away what it holds: by the length of many answers to guessed words (the attack
called BREACH). It needs a secret and a guess in one body. So only pages marked here are compressed, only for people who
are not signed in, and never one that holds a form's token: such a page says the same to everybody, and there is nothing
in it to be found out. Everything else goes out as it is. See docs/decisions/0012-compressed-pages.md.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.middleware.gzip import GZipMiddleware
from django.utils.cache import patch_vary_headers

View = Callable[..., HttpResponse]


def compressed(view: View) -> View:
    """The view's answer, compressed for whoever is not signed in and takes it so."""

    @wraps(view)
    def wrapped(request: HttpRequest, *arguments: Any, **named: Any) -> HttpResponse:
        answer = view(request, *arguments, **named)
        if _may_be_told_apart(request):
            return answer
        patch_vary_headers(answer, ("Cookie",))
        packed: HttpResponse = _gzip.process_response(request, answer)  # type: ignore[assignment]
        return packed

    return wrapped


def _may_be_told_apart(request: HttpRequest) -> bool:
    """Whether the page may hold something of this reader's: their name, or the token of a form."""
    return request.user.is_authenticated or bool(request.META.get("CSRF_COOKIE_NEEDS_UPDATE"))


_gzip = GZipMiddleware(lambda request: HttpResponse())
