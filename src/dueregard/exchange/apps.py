from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "dueregard.exchange"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from dueregard.exchange import catalogue  # noqa: F401
        from dueregard.exchange.queries.visible import has_to_do_with_exchange
        from dueregard.kernel.registries import MenuEntry, menu
        from dueregard.practice import registries

        tab = registries.WorkTab("Exchange with others", "exchange:list", has_to_do_with_exchange)
        registries.work_tabs.register(tab)
        menu.register(
            MenuEntry(
                "Exchange", "exchange:list", 84, registries.leads_the_tabs("exchange:list"), "Practice hub"
            )
        )
