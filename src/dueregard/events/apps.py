from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "dueregard.events"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from dueregard.events import menu, messages, tasks, waiting

        menu.register()
        messages.register()
        tasks.register()
        waiting.register()
