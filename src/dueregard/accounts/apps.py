from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "dueregard.accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from dueregard.accounts import catalogue  # noqa: F401
