from django.apps import AppConfig
from django.db.models.signals import post_migrate


class EventsConfig(AppConfig):
    name = "dueregard.events"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from dueregard.events import (
            blocks,
            fulltext,
            menu,
            messages,
            partner_messages,
            pieces,
            reminders,
            tasks,
            waiting,
        )

        menu.register()
        pieces.register()
        messages.register()
        partner_messages.register()
        reminders.register()
        tasks.register()
        waiting.register()
        blocks.register()
        post_migrate.connect(fulltext.keep_in_step, sender=self)
