"""The addresses of actions."""

from django.urls import URLPattern, URLResolver, path

from dueregard.actions import views

app_name = "actions"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.listed, name="list"),
    path("<uuid:pk>/", views.action, name="action"),
    path("<uuid:pk>/check-off/", views.check_off, name="check-off"),
    path("<uuid:pk>/confirm/", views.confirm, name="confirm"),
    path("<uuid:pk>/hand-over/", views.hand_over, name="hand-over"),
    path("<uuid:pk>/drop/", views.drop, name="drop"),
]
