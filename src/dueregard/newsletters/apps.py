from django.apps import AppConfig


class NewslettersConfig(AppConfig):
    name = "dueregard.newsletters"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from dueregard.kernel.registries import MenuEntry, menu, waiting_items
        from dueregard.newsletters import blocks, messages, tasks, waiting
        from dueregard.newsletters.queries.standing import has_a_part

        menu.register(MenuEntry("Newsletters", "newsletters:list", 66, has_a_part, "Outreach"))
        blocks.register()
        messages.register()
        tasks.register()
        waiting_items.register(waiting.waiting_for)
