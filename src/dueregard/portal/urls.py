from django.urls import URLPattern, URLResolver, path

from dueregard.portal.views import binding, calendar, mailbox, public, today

app_name = "portal"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", public.front, name="front"),
    path("accessibility", public.accessibility, name="accessibility"),
    path("privacy", public.privacy, name="privacy"),
    path("cookies", public.cookies, name="cookies"),
    path("what-binds/", binding.binding, name="binding"),
    path("what-binds/<uuid:unit>/", binding.binding, name="binding-of"),
    path("home", today.home, name="home"),
    path("search", today.search, name="search"),
    path("calendar/", calendar.address, name="calendar"),
    path("calendar/<str:token>.ics", calendar.feed, name="feed"),
    path("demo/mail", mailbox.mails, name="mails"),
    path("demo/mail/<str:name>", mailbox.mail, name="mail"),
]
