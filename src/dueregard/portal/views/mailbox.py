"""The mailbox of a demonstration: all mails of everybody, which is why it exists nowhere else."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from dueregard.kernel.pages import page
from dueregard.portal.queries.mailbox import letter, letters


@login_not_required
@require_safe
def mails(request: HttpRequest) -> HttpResponse:
    _only_in_a_demonstration()
    return page(request, "portal/mails.html", {"letters": letters()})


@login_not_required
@require_safe
def mail(request: HttpRequest, name: str) -> HttpResponse:
    _only_in_a_demonstration()
    found = letter(name)
    if found is None:
        raise Http404
    crumbs = [("Mails of the demonstration", reverse("portal:mails"))]
    return page(request, "portal/mail.html", {"letter": found, "breadcrumbs": crumbs})


def _only_in_a_demonstration() -> None:
    if not settings.DEMO:
        raise Http404
