from django.apps import AppConfig


class AuditsConfig(AppConfig):
    name = "dueregard.audits"
    default_auto_field = "django.db.models.BigAutoField"
