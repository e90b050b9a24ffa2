"""The addresses of audits."""

from django.urls import URLPattern, URLResolver

app_name = "audits"

urlpatterns: list[URLPattern | URLResolver] = []
