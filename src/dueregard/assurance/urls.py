"""The addresses of assurance for the signed-in."""

from django.urls import URLPattern, URLResolver, path

from dueregard.assurance.views import papers, standard, trust

app_name = "assurance"
urlpatterns: list[URLPattern | URLResolver] = [
    path("service-standard/", standard.standard, name="standard"),
    path("service-standard/requests/", standard.requests, name="standard-requests"),
    path("service-standard/public/", standard.publish, name="publish"),
    path("trust/", trust.trust, name="trust"),
    path("trust/requests/", trust.requests, name="trust-requests"),
    path("trust/public/", trust.publish, name="publish-trust"),
    path("times/", standard.times, name="times"),
    path("papers/", papers.papers, name="papers"),
    path("papers/draft/", papers.draft, name="draft"),
    path("papers/<uuid:pk>/", papers.paper, name="paper"),
    path("papers/<uuid:pk>/paper.<str:kind>", papers.file, name="paper-file"),
]
