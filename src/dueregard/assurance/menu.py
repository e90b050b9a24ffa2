"""What assurance adds to the menu."""

from dueregard.assurance.catalogue import PAPERS, READ
from dueregard.kernel.registries import MenuEntry, menu
from dueregard.organisation.access import access_of
from dueregard.organisation.models import Person


def sees_assurance(person: Person | None) -> bool:
    """Whoever reads figures or drafts papers has the entry; the service standard itself is open to all members."""
    if person is None:
        return False
    may = access_of(person).may
    return may(READ) or may(PAPERS)


def register() -> None:
    """Called once, when the app is ready."""
    menu.register(MenuEntry("Assurance", "assurance:standard", 70, sees_assurance))
