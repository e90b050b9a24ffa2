"""The addresses that everybody may open, at the front of the site."""

from django.urls import URLPattern, URLResolver, path

from dueregard.newsletters.views import archive, briefings, law

app_name = "public_newsletters"

urlpatterns: list[URLPattern | URLResolver] = [
    path("law-changes", law.public, name="law"),
    path("newsletters", archive.archive, name="archive"),
    path("newsletters/<uuid:pk>", archive.letter, name="letter"),
    path("newsletters/<uuid:pk>/paper", briefings.archived_on_paper, name="paper"),
    path("newsletters/end/<str:token>", archive.unsubscribe, name="unsubscribe"),
]
