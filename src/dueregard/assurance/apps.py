from django.apps import AppConfig


class AssuranceConfig(AppConfig):
    name = "dueregard.assurance"
    default_auto_field = "django.db.models.BigAutoField"
