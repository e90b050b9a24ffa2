from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "dueregard.portal"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from dueregard.portal import catalogue  # noqa: F401
