from django.apps import AppConfig


class OrganisationConfig(AppConfig):
    name = "dueregard.organisation"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from dueregard.organisation import catalogue, frame, messages  # noqa: F401

        messages.register()
        frame.register()
