from django.apps import AppConfig


class StatementsConfig(AppConfig):
    name = "dueregard.statements"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from dueregard.statements import catalogue  # noqa: F401
