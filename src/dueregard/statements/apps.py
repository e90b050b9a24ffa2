from django.apps import AppConfig


class StatementsConfig(AppConfig):
    name = "dueregard.statements"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from dueregard.kernel.registries import MenuEntry, menu, waiting_items
        from dueregard.statements import blocks, messages, sharing
        from dueregard.statements.queries.standing import has_a_part
        from dueregard.statements.waiting import waiting_for

        menu.register(MenuEntry("Statements", "statements:list", order=62, shown=has_a_part))
        waiting_items.register(waiting_for)
        messages.register()
        blocks.register()
        sharing.register()
