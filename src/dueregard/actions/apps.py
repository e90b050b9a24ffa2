"""What has been agreed, by whom it is done and by when, wherever it came from."""

from django.apps import AppConfig


class ActionsConfig(AppConfig):
    name = "dueregard.actions"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from dueregard.actions import messages, tasks, waiting

        messages.register()
        tasks.register()
        waiting.register()
