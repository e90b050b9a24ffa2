"""Every address of the product, by app. The only place besides settings that knows them all."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("dueregard.portal.urls")),
    path("", include("dueregard.setup.urls")),
    path("", include("dueregard.statements.public_urls")),
    path("", include("dueregard.newsletters.public_urls")),
    path("", include("dueregard.outreach.public_urls")),
    path("account/", include("dueregard.accounts.urls")),
    path("set-up/", include("dueregard.organisation.urls")),
    path("procedures/", include("dueregard.procedures.urls")),
    path("actions/", include("dueregard.actions.urls")),
    path("statements/", include("dueregard.statements.urls")),
    path("events/audits/", include("dueregard.audits.urls")),
    path("events/bookings/", include("dueregard.bookings.urls")),
    path("events/", include("dueregard.events.urls")),
    path("assurance/", include("dueregard.assurance.urls")),
    path("", include("dueregard.assurance.public_urls")),
    path("practice/", include("dueregard.practice.urls")),
    path("practice/adoption/", include("dueregard.adoption.urls")),
    path("practice/exchange/", include("dueregard.exchange.urls")),
    path("outreach/", include("dueregard.outreach.urls")),
    path("outreach/newsletters/", include("dueregard.newsletters.urls")),
    path("oversight/", include("dueregard.oversight.urls")),
]

handler400 = "dueregard.kernel.pages.bad_request"
handler403 = "dueregard.kernel.pages.forbidden"
handler404 = "dueregard.kernel.pages.not_found"
handler500 = "dueregard.kernel.pages.server_error"
