"""The codes of exchange and their wording."""

from dueregard.kernel.catalogue import LedgerAction, Permission, ledger_actions, permissions

SEND = permissions.declare(
    Permission("exchange.send", "make packs of texts for other providers, with nobody named in them")
).code
BRING_IN = permissions.declare(
    Permission(
        "exchange.bring_in", "bring in packs of other providers as drafts, and say whose keys are known"
    )
).code


def _action(code: str, label: str, **data: type) -> LedgerAction:
    return ledger_actions.declare(LedgerAction(f"exchange.{code}", label, data))


BEGUN = _action("begun", "Pack for other providers begun", parts=int)
SEALED = _action("sealed", "Pack for other providers signed", parts=int, replaced=int, digest=str)
DISCARDED = _action("discarded", "Pack for other providers discarded")
TAKEN = _action("taken", "Signed pack downloaded", digest=str)
LOOKED_AT = _action("looked-at", "Pack of another provider opened", digest=str, key=str)
BROUGHT_IN = _action("brought-in", "Pack of another provider brought in", parts=int, key=str)
KEY_KNOWN = _action("key-known", "Key of another provider marked as known", key=str)
KEY_UNKNOWN = _action("key-unknown", "Key of another provider no longer known", key=str)
