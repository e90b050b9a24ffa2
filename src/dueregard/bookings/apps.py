from django.apps import AppConfig


class BookingsConfig(AppConfig):
    name = "dueregard.bookings"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from dueregard.bookings import catalogue  # noqa: F401
