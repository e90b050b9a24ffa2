from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "dueregard.outbox"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from dueregard.outbox import catalogue  # noqa: F401
