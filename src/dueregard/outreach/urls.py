"""The addresses of outreach for those who look after it; the public ones are in `public_urls`."""

from django.urls import URLPattern, URLResolver, path

from dueregard.outreach.views import who

app_name = "outreach"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", who.who, name="who"),
    path("name/<uuid:unit>", who.name_post, name="name_post"),
    path("named/<uuid:pk>", who.change_named, name="change_named"),
    path("named/<uuid:pk>/take-off", who.stop_naming, name="stop_naming"),
    path("number/new/<uuid:unit>", who.new_helpline, name="new_helpline"),
    path("number/<uuid:pk>", who.change_helpline, name="change_helpline"),
    path("number/<uuid:pk>/take-off", who.drop_helpline, name="drop_helpline"),
]
