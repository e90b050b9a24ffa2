"""The addresses of those who write and send; the public ones are in `public_urls`."""

from django.urls import URLPattern, URLResolver, path

from dueregard.newsletters.views import briefings, law, sending, writing

app_name = "newsletters"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", writing.letters, name="list"),
    path("start/<uuid:unit>", writing.start, name="start"),
    path("briefings/", briefings.briefings, name="briefings"),
    path("briefings/start/<uuid:unit>", briefings.start, name="briefing_start"),
    path("briefings/remind/<uuid:unit>/<slug:what>", briefings.remind, name="briefing_remind"),
    path("law/", law.log, name="law"),
    path("law/new/<uuid:unit>", law.add, name="law_add"),
    path("law/<uuid:pk>/", law.change, name="law_change"),
    path("law/<uuid:pk>/take-off", law.take_off, name="law_take_off"),
    path("<uuid:pk>/", writing.letter, name="letter"),
    path("<uuid:pk>/edit", writing.edit, name="edit"),
    path("<uuid:pk>/to", writing.address, name="address"),
    path("<uuid:pk>/look", writing.look, name="look"),
    path("<uuid:pk>/try", writing.try_out, name="try"),
    path("<uuid:pk>/discard", writing.discard, name="discard"),
    path("<uuid:pk>/paper", briefings.on_paper, name="paper"),
    path("<uuid:pk>/send", sending.send, name="send"),
    path("<uuid:pk>/sent", sending.progress, name="progress"),
    path("<uuid:pk>/sent/<slug:what>", sending.settle, name="settle"),
]
