from datetime import time

from django.apps import AppConfig


class BookingsConfig(AppConfig):
    name = "dueregard.bookings"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from dueregard.bookings import messages, pieces, tasks, waiting
        from dueregard.timers.kinds import handle_schedule

        messages.register()
        pieces.register()
        waiting.register()
        handle_schedule("bookings.sweep", "day", tasks.sweep_every_night, at=time(4, 10))
        handle_schedule("bookings.forget", "day", tasks.forget_every_night, at=time(4, 30))
