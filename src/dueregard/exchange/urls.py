"""The addresses of exchange."""

from django.urls import URLPattern, URLResolver, path

from dueregard.exchange.views import bringing_in, sending

app_name = "exchange"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", sending.listed, name="list"),
    path("new/", sending.new, name="new"),
    path("made/<uuid:pk>/", sending.parcel, name="parcel"),
    path("made/<uuid:pk>/sign/", sending.seal, name="seal"),
    path("made/<uuid:pk>/discard/", sending.discard, name="discard"),
    path("made/<uuid:pk>/pack.zip", sending.file, name="file"),
    path("bring-in/", bringing_in.upload, name="bring-in"),
    path("came/<uuid:pk>/", bringing_in.pack, name="pack"),
    path("came/<uuid:pk>/key/", bringing_in.know, name="know"),
]
