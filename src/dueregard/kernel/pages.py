"""Rendering a page, what every page knows, and the error pages."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def page(
    request: HttpRequest, template: str, context: dict[str, Any] | None = None, *, status: int = 200
) -> HttpResponse:
    """A page. What a signed-in person sees is never kept by a cache."""
    answer = render(request, template, context, status=status)
    answer["Cache-Control"] = "no-store"
    return answer


def context(request: HttpRequest) -> dict[str, Any]:
    return {}


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return page(request, "kernel/bad_request.html", status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return page(request, "kernel/not_allowed.html", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return page(request, "kernel/not_found.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    return HttpResponse("Something went wrong. It is not your fault.", status=500)
