"""The addresses of assurance that stand open."""

from django.urls import URLPattern, URLResolver, path

from dueregard.assurance.views import standard, trust

app_name = "service-standard"
urlpatterns: list[URLPattern | URLResolver] = [
    path("service-standard", standard.public, name="public"),
    path("trust", trust.public, name="trust"),
]
