from django.apps import AppConfig


class KernelConfig(AppConfig):
    name = "dueregard.kernel"
    default_auto_field = "django.db.models.BigAutoField"
