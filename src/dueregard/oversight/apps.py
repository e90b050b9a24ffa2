from django.apps import AppConfig


class OversightConfig(AppConfig):
    name = "dueregard.oversight"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from dueregard.oversight import catalogue  # noqa: F401
