"""The codes of actions and their wording."""

from dueregard.kernel.catalogue import (
    LedgerAction,
    MessageKind,
    Permission,
    ledger_actions,
    message_kinds,
    permissions,
)

READ = permissions.declare(Permission("actions.read", "see every action of the unit and below")).code
MANAGE = permissions.declare(
    Permission("actions.manage", "check off, confirm, hand over and drop actions of the unit and below")
).code


def _action(code: str, label: str, **data: type) -> LedgerAction:
    return ledger_actions.declare(LedgerAction(f"actions.{code}", label, data))


AGREED = _action("agreed", "Action agreed", about_type=str, about=str, due=str)
CHECKED_OFF = _action("checked-off", "Action checked off")
CONFIRMED = _action("confirmed", "Action confirmed", held=bool)
HANDED_OVER = _action("handed-over", "Action handed over", due=str)
DROPPED = _action("dropped", "Action dropped")


def _message(code: str, label: str) -> str:
    return message_kinds.declare(MessageKind(f"actions.{code}", label)).code


YOURS = _message("yours", "An action for you")
REMINDER = _message("reminder", "An action is due today")
DONE = _message("done", "An action was checked off")
NO_LONGER = _message("no-longer", "An action was dropped")
