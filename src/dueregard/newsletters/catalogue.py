"""The codes of newsletters, briefings and the law-change log, and their wording."""

from dueregard.kernel.catalogue import LedgerAction, Permission, ledger_actions, permissions

WRITE = permissions.declare(
    Permission("newsletters.write", "write newsletters and briefings, and keep the law-change log")
).code
SEND = permissions.declare(
    Permission("newsletters.send", "send newsletters and briefings", second_factor=True)
).code


def _action(code: str, label: str, **data: type) -> str:
    return ledger_actions.declare(LedgerAction(f"newsletters.{code}", label, data)).code


LAW_CHANGE_KEPT = _action("law-change-kept", "Kept an entry of the law-change log", unit=str, starts=str)
LAW_CHANGE_TAKEN_OFF = _action("law-change-taken-off", "Took an entry off the law-change log", unit=str)
