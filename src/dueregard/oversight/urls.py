from django.urls import URLPattern, URLResolver, path

from dueregard.oversight import views

app_name = "oversight"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.home, name="home"),
    path("messages/", views.messages, name="messages"),
    path("messages/<uuid:pk>/send-again", views.send_again, name="send_again"),
    path("timers/<int:pk>/try-again", views.try_timer_again, name="try_timer_again"),
    path("ledger/", views.ledger, name="ledger"),
    path("ledger/check", views.check, name="check"),
    path("ledger/checkpoint", views.checkpoint, name="checkpoint"),
]
