"""Turns the house's three refusals into pages, for views that do not catch them themselves."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse

from dueregard.kernel import pages
from dueregard.kernel.errors import NotAllowed, NotThere, Refused


class Answers:
    """`NotThere` is 404 (the same page as any missing address), `NotAllowed` 403, `Refused` 409.

    An address with a NUL in it is nothing's: PostgreSQL keeps no such text, and would fail when asked for it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\0" in request.path_info:
            return pages.not_found(request, Http404())
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, problem: Exception) -> HttpResponse | None:
        if isinstance(problem, NotThere):
            return pages.not_found(request, Http404())
        if isinstance(problem, NotAllowed):
            return pages.page(request, "kernel/not_allowed.html", {"reason": problem.reason}, status=403)
        if isinstance(problem, Refused):
            return pages.page(request, "kernel/refused.html", {"reasons": problem.reasons}, status=409)
        return None
