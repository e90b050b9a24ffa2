from datetime import time

from django.apps import AppConfig


class AssuranceConfig(AppConfig):
    name = "dueregard.assurance"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from dueregard.assurance import catalogue, menu, tasks  # noqa: F401
        from dueregard.timers.kinds import handle_schedule

        menu.register()
        handle_schedule("assurance.refresh_standards", "day", tasks.refresh_standards, at=time(3, 40))
