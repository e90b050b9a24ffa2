from django.urls import URLPattern, URLResolver, path

from dueregard.setup import views

app_name = "setup"
urlpatterns: list[URLPattern | URLResolver] = [path("health", views.health, name="health")]
