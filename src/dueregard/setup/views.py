"""The one page of setup: whether the installation is well, without saying anything about it."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from dueregard.setup.health import vital


@login_not_required
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """200 'well' or 503 'not well': for a monitor. What is wrong is for `dueregard health` to say."""
    well = all(each.good for each in vital())
    answer = HttpResponse(
        "well\n" if well else "not well\n", status=200 if well else 503, content_type="text/plain"
    )
    answer["Cache-Control"] = "no-store"
    return answer
