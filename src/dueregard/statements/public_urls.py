"""The addresses that everybody may open, at the front of the site."""

from django.urls import URLPattern, URLResolver, path

from dueregard.statements.views import public

app_name = "public_statements"

urlpatterns: list[URLPattern | URLResolver] = [
    path("code-of-practice", public.code, name="code"),
    path("code-of-practice/<uuid:pk>", public.code_version, name="code-version"),
    path("freedom-of-speech/complain", public.complain, name="complain"),
]
