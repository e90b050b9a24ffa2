"""The addresses of adoption."""

from django.urls import URLPattern, URLResolver, path

from dueregard.adoption.views import answering, gaps

app_name = "adoption"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", gaps.gaps, name="gaps"),
    path("gaps.pdf", gaps.gaps_pdf, name="gaps-pdf"),
    path("gaps.xlsx", gaps.gaps_xlsx, name="gaps-xlsx"),
    path("case-study/<slug:slug>/", answering.case_study, name="case-study"),
    path("case-study/<slug:slug>/answer/", answering.answer, name="answer"),
    path("answers/<uuid:pk>/plan/", answering.plan, name="plan"),
    path("answers/<uuid:pk>/draft/", answering.draft, name="draft"),
]
