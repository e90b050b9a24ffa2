from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "dueregard.documents"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from dueregard.documents import catalogue  # noqa: F401
