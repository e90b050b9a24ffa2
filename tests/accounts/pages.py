"""A page of another app, for tests: it needs a sign-in and answers with what it was sent."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import include, path


def notes(request: HttpRequest) -> HttpResponse:
    if request.GET.get("fails"):
        raise RuntimeError("This page is broken.")
    sent = {name: values for name, values in request.POST.lists() if name != "csrfmiddlewaretoken"}
    return JsonResponse({"sent": sent, "path": request.get_full_path()})


urlpatterns = [path("notes/", notes, name="notes"), path("", include("dueregard.config.urls"))]

handler404 = "dueregard.kernel.pages.not_found"
