"""The codes of adoption and their wording."""

from dueregard.kernel.catalogue import LedgerAction, Permission, ledger_actions, permissions

ADOPT = permissions.declare(
    Permission("adoption.adopt", "answer the case studies of the hub, and plan what follows from them")
).code
READ = permissions.declare(
    Permission("adoption.read", "see what has been answered to the case studies, and the gaps")
).code


def _action(code: str, label: str, **data: type) -> LedgerAction:
    return ledger_actions.declare(LedgerAction(f"adoption.{code}", label, data))


ANSWERED = _action("answered", "Case study answered", number=int, says=str)
ACTIONS_AGREED = _action("actions-agreed", "Actions agreed to take a case study on", actions=int)
DRAFT_MADE = _action("draft-made", "Draft of a procedure made from a case study", version=str, preset=str)
EXPORTED = _action("exported", "Answers to case studies downloaded", rows=int)
