"""The addresses of the practice hub. Those of themes and case studies are permanent: a slug never changes."""

from django.urls import URLPattern, URLResolver, path

from dueregard.practice.views import hub

app_name = "practice"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", hub.front, name="front"),
    path("search/", hub.search, name="search"),
    path("feed.atom", hub.feed, name="feed"),
    path("sitemap.xml", hub.sitemap, name="sitemap"),
    path("chosen.pdf", hub.chosen, name="chosen"),
    path("everything.pdf", hub.everything_pdf, name="everything-pdf"),
    path("theme/<slug:slug>.pdf", hub.theme_pdf, name="theme-pdf"),
    path("read/<slug:slug>.pdf", hub.case_study_pdf, name="case-study-pdf"),
    path("theme/<slug:slug>/", hub.theme, name="theme"),
    path("read/<slug:slug>/", hub.case_study, name="case-study"),
]
