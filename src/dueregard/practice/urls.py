"""The addresses of the practice hub. Those of themes and case studies are permanent: a slug never changes."""

from django.urls import URLPattern, URLResolver, path

from dueregard.practice.views import editing, hub, pictures

app_name = "practice"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", hub.front, name="front"),
    path("search/", hub.search, name="search"),
    path("feed.atom", hub.feed, name="feed"),
    path("sitemap.xml", hub.sitemap, name="sitemap"),
    path("feedback/", hub.feedback, name="feedback"),
    path("feedback/thanks/", hub.thanks, name="thanks"),
    path("texts/", editing.shelf, name="shelf"),
    path("texts/new/", editing.start, name="start"),
    path("texts/bring-in/", editing.bring_in_page, name="bring-in"),
    path("texts/<uuid:pk>/", editing.text, name="text"),
    path("texts/<uuid:pk>/edit/", editing.edit, name="edit"),
    path("texts/<uuid:pk>/move/", editing.move, name="move"),
    path("texts/<uuid:pk>/versions/<int:number>/", editing.version, name="version"),
    path("texts/<uuid:pk>/pictures/", pictures.pictures, name="pictures"),
    path("texts/<uuid:pk>/pictures/<int:number>/", pictures.describe, name="describe-picture"),
    path("pictures/<uuid:pk>", pictures.picture, name="picture"),
    path("texts/feedback/", editing.inbox, name="inbox"),
    path("texts/feedback/<uuid:pk>/", editing.dealt_with, name="dealt-with"),
    path("chosen.pdf", hub.chosen, name="chosen"),
    path("everything.pdf", hub.everything_pdf, name="everything-pdf"),
    path("theme/<slug:slug>.pdf", hub.theme_pdf, name="theme-pdf"),
    path("read/<slug:slug>.pdf", hub.case_study_pdf, name="case-study-pdf"),
    path("theme/<slug:slug>/", hub.theme, name="theme"),
    path("read/<slug:slug>/", hub.case_study, name="case-study"),
]
