from datetime import time

from django.apps import AppConfig


class OversightConfig(AppConfig):
    name = "dueregard.oversight"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from dueregard.kernel.registries import MenuEntry, gap_providers, menu
        from dueregard.oversight import catalogue, queries, tasks  # noqa: F401
        from dueregard.timers.kinds import handle_schedule

        menu.register(MenuEntry("Oversight", "oversight:home", 90, queries.is_overseer))
        gap_providers.register(queries.gaps)
        handle_schedule("oversight.check_ledger", "day", tasks.check_ledger, at=time(3, 10))
        handle_schedule("oversight.count_tables", "day", tasks.count_tables, at=time(2, 20))
        handle_schedule("oversight.sweep_files", "day", tasks.sweep_files, at=time(2, 40))
