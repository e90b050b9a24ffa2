"""The provider's units, people and posts. Only `commands` writes to them."""

from dueregard.organisation.models.bringing import Import, ImportedRow
from dueregard.organisation.models.person import Absence, Person
from dueregard.organisation.models.post import Deputy, Holding, Post, PostKind
from dueregard.organisation.models.unit import ClosureDay, Nation, Unit

__all__ = [
    "Absence",
    "ClosureDay",
    "Deputy",
    "Holding",
    "Import",
    "ImportedRow",
    "Nation",
    "Person",
    "Post",
    "PostKind",
    "Unit",
]
