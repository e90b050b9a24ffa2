"""The addresses that everybody may open, at the front of the site. They stand on posters: they never change."""

from django.urls import URLPattern, URLResolver, path

from dueregard.outreach.views import public, video

app_name = "public_outreach"

urlpatterns: list[URLPattern | URLResolver] = [
    path("concern/new", public.concern, name="concern"),
    path("who/<str:unit>", public.who, name="who"),
    path("induction", public.induction, name="induction"),
    path("videos/<uuid:pk>", video.watch, name="video"),
    path("videos/<uuid:pk>/file", video.content, name="video_file"),
    path("videos/<uuid:pk>/captions.vtt", video.captions, name="captions"),
]
