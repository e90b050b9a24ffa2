"""The addresses of those who write and send; the public ones are in `public_urls`."""

from django.urls import URLPattern, URLResolver, path

from dueregard.newsletters.views import law

app_name = "newsletters"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", law.log, name="list"),
    path("law/", law.log, name="law"),
    path("law/new/<uuid:unit>", law.add, name="law_add"),
    path("law/<uuid:pk>/", law.change, name="law_change"),
    path("law/<uuid:pk>/take-off", law.take_off, name="law_take_off"),
]
