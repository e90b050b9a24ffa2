from django.apps import AppConfig


class AuditsConfig(AppConfig):
    name = "dueregard.audits"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from dueregard.audits import catalogue  # noqa: F401
