from django.apps import AppConfig


class TimersConfig(AppConfig):
    name = "dueregard.timers"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from dueregard.timers import catalogue  # noqa: F401
