from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "dueregard.portal"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from dueregard.kernel.registries import MenuEntry, menu
        from dueregard.portal import catalogue  # noqa: F401

        menu.register(MenuEntry("Today", "portal:home", order=0, shown=lambda person: person is not None))
