"""What the hub adds to the menu."""

from dueregard.kernel.registries import MenuEntry, menu


def register() -> None:
    """Called once, when the app is ready."""
    menu.register(
        MenuEntry("Case studies", "practice:front", 80, lambda person: person is not None, "Practice hub")
    )
