from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "dueregard.ledger"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from dueregard.ledger import catalogue  # noqa: F401
