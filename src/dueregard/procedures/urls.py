from django.urls import URLPattern, URLResolver, path

from dueregard.procedures.views import reading, writing

app_name = "procedures"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", reading.procedures, name="list"),
    path("version/<uuid:pk>/", writing.version, name="version"),
    path("version/<uuid:pk>/edit", writing.edit, name="edit"),
    path("version/<uuid:pk>/approve", writing.approve, name="approve"),
    path("version/<uuid:pk>/put-in-force", writing.put_in_force, name="put_in_force"),
    path("version/<uuid:pk>/discard", writing.discard, name="discard"),
    path("<slug:kind>/<uuid:unit>/", reading.procedure, name="procedure"),
    path("<slug:kind>/<uuid:unit>/text", reading.text, name="text"),
    path("<slug:kind>/<uuid:unit>/versions", reading.versions, name="versions"),
    path("<slug:kind>/<uuid:unit>/draft", writing.start, name="start"),
]
