from django.apps import AppConfig


class KernelConfig(AppConfig):
    name = "dueregard.kernel"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from dueregard.kernel import lookups  # noqa: F401 - registers them
