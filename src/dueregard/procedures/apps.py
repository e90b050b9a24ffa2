from django.apps import AppConfig


class ProceduresConfig(AppConfig):
    name = "dueregard.procedures"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from dueregard.procedures import catalogue  # noqa: F401
