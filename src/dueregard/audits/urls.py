"""The addresses of audits."""

from django.urls import URLPattern, URLResolver, path

from dueregard.audits.views import judging, planning, questions, reporting, reviews

app_name = "audits"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", planning.audits, name="list"),
    path("new/", planning.new, name="new"),
    path("reviews/", reviews.reviews, name="reviews"),
    path("reviews/<uuid:pk>/", reviews.review, name="review"),
    path("reviews/<uuid:pk>/review.pdf", reviews.review_pdf, name="review-pdf"),
    path("questions/", questions.questions, name="questions"),
    path("questions/new/", questions.new, name="new-questions"),
    path("questions/<uuid:pk>/", questions.question_list, name="question-list"),
    path("questions/<uuid:pk>/write/", questions.write, name="write-questions"),
    path("questions/<uuid:pk>/stop/", questions.stop, name="stop-questions"),
    path("questions/versions/<uuid:pk>/use/", questions.use, name="use-questions"),
    path("questions/versions/<uuid:pk>/let-go/", questions.let_go, name="let-go-questions"),
    path("<uuid:pk>/", planning.audit, name="audit"),
    path("<uuid:pk>/draw/", planning.draw, name="draw"),
    path("<uuid:pk>/population.csv", planning.population_list, name="population"),
    path("<uuid:pk>/call-off/", planning.end, name="call-off"),
    path("<uuid:pk>/sample/<int:position>/", judging.sampled, name="sampled"),
    path("<uuid:pk>/sample/<int:position>/auditor/", judging.auditor, name="auditor"),
    path("<uuid:pk>/findings/", reporting.findings, name="findings"),
    path("<uuid:pk>/findings/<uuid:finding>/take-back/", reporting.take_back, name="take-back"),
    path("<uuid:pk>/report/", reporting.report, name="report"),
    path("<uuid:pk>/report.pdf", reporting.report_pdf, name="report-pdf"),
    path("<uuid:pk>/points.xlsx", reporting.points, name="points"),
    path("<uuid:pk>/points.csv", reporting.points_csv, name="points-csv"),
]
