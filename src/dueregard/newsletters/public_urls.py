"""The addresses that everybody may open, at the front of the site."""

from django.urls import URLPattern, URLResolver, path

from dueregard.newsletters.views import law

app_name = "public_newsletters"

urlpatterns: list[URLPattern | URLResolver] = [
    path("law-changes", law.public, name="law"),
]
