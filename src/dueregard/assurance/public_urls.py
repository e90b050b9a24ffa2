"""The one address of assurance that stands open."""

from django.urls import URLPattern, URLResolver, path

from dueregard.assurance.views import standard

app_name = "service-standard"
urlpatterns: list[URLPattern | URLResolver] = [path("service-standard", standard.public, name="public")]
