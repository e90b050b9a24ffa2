"""The addresses of bookings."""

from django.urls import URLPattern, URLResolver, path

from dueregard.bookings.views import bookings, importing, reviewing, sources

app_name = "bookings"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", bookings.listing, name="list"),
    path("sources/", sources.listing, name="sources"),
    path("sources/new/", sources.new, name="new-source"),
    path("sources/<uuid:pk>/", sources.change, name="source"),
    path("import/", importing.start, name="import"),
    path("imports/<uuid:pk>/", importing.result, name="import-result"),
    path("<uuid:pk>/", bookings.booking, name="booking"),
    path("<uuid:pk>/link/", bookings.link_one, name="link"),
    path("<uuid:pk>/not-the-same/", bookings.not_same, name="not-the-same"),
    path("<uuid:pk>/may-be-the-same/", bookings.may_be, name="may-be-the-same"),
    path("<uuid:pk>/settle/", reviewing.settle, name="settle"),
    path("<uuid:pk>/look-again/", reviewing.again, name="look-again"),
    path("<uuid:pk>/letter/", reviewing.letter, name="letter"),
    path("<uuid:pk>/change/", reviewing.changed, name="change"),
]
