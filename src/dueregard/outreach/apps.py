from django.apps import AppConfig


class OutreachConfig(AppConfig):
    name = "dueregard.outreach"
    default_auto_field = "django.db.models.BigAutoField"
