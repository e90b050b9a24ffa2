from django.apps import AppConfig


class OutreachConfig(AppConfig):
    name = "dueregard.outreach"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from dueregard.kernel.registries import (
            Block,
            MenuEntry,
            filling_blocks,
            gap_providers,
            menu,
            waiting_items,
        )
        from dueregard.outreach import sharing
        from dueregard.outreach.gaps import gaps
        from dueregard.outreach.queries.standing import looks_after
        from dueregard.outreach.queries.who import team_in_words
        from dueregard.outreach.waiting import waiting_for

        waiting_items.register(waiting_for)
        sharing.register()
        menu.register(MenuEntry("Pages and posters", "outreach:who", 64, looks_after, "Outreach"))
        gap_providers.register(gaps)
        filling_blocks.register(
            Block(
                "team",
                "Who to talk to",
                "The posts that are named to the public, with who holds them and how to reach them.",
                team_in_words,
            )
        )
