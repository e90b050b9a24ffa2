from django.apps import AppConfig


class ProceduresConfig(AppConfig):
    name = "dueregard.procedures"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from dueregard.kernel.registries import MenuEntry, gap_providers, menu, waiting_items
        from dueregard.procedures import catalogue, sharing  # noqa: F401
        from dueregard.procedures.queries import gaps, is_member, waiting

        menu.register(MenuEntry("Procedures", "procedures:list", order=60, shown=is_member))
        gap_providers.register(gaps)
        waiting_items.register(waiting)
        sharing.register()
