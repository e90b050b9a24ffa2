from django.apps import AppConfig


class NewslettersConfig(AppConfig):
    name = "dueregard.newsletters"
    default_auto_field = "django.db.models.BigAutoField"
