"""Taking the row that a command is about."""

from typing import Any, TypeVar

from django.db.models import Model

from dueregard.kernel.errors import NotThere
from dueregard.organisation.models import Unit

M = TypeVar("M", bound=Model)


def locked(model: type[M], pk: Any) -> M:
    """The row, locked until the transaction ends; `NotThere` when there is none."""
    row = model._default_manager.select_for_update().filter(pk=pk).first()
    if row is None:
        raise NotThere
    return row


def lock_the_trees() -> None:
    """Lock every root, in one order: two moves at once could otherwise make a cycle between them."""
    list(Unit.objects.select_for_update().filter(parent=None).order_by("pk").values_list("pk", flat=True))
