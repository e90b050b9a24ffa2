"""The addresses of statements for those who look after them; the public ones are in `public_urls`."""

from django.urls import URLPattern, URLResolver, path

from dueregard.statements.views import complaints, sending, writing

app_name = "statements"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", writing.statements, name="list"),
    path("version/<uuid:pk>/", writing.version, name="version"),
    path("version/<uuid:pk>/edit", writing.edit, name="edit"),
    path("version/<uuid:pk>/approve", writing.approve, name="approve"),
    path("version/<uuid:pk>/put-in-force", writing.put_in_force, name="put_in_force"),
    path("version/<uuid:pk>/discard", writing.discard, name="discard"),
    path("sent/", sending.sendings, name="sendings"),
    path("sent/<uuid:pk>/", sending.sending, name="sending"),
    path("send/<uuid:unit>/", sending.send, name="send"),
    path("complaints/", complaints.complaints, name="complaints"),
    path("complaints/<uuid:pk>/", complaints.complaint, name="complaint"),
    path("<slug:kind>/<uuid:unit>/", writing.versions, name="versions"),
    path("<slug:kind>/<uuid:unit>/draft", writing.start, name="start"),
]
