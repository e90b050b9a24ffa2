"""The addresses that everybody may open, at the front of the site. They stand on posters: they never change."""

from django.urls import URLPattern, URLResolver, path

from dueregard.outreach.views import public

app_name = "public_outreach"

urlpatterns: list[URLPattern | URLResolver] = [
    path("concern/new", public.concern, name="concern"),
    path("who/<str:unit>", public.who, name="who"),
]
