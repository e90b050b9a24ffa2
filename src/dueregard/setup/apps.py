from django.apps import AppConfig


class SetupConfig(AppConfig):
    name = "dueregard.setup"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from dueregard.setup import catalogue  # noqa: F401
