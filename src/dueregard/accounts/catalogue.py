"""The codes of accounts and their wording."""

from datetime import timedelta

from dueregard.accounts.purposes import LinkPurpose, link_purposes
from dueregard.kernel.catalogue import LedgerAction, MessageKind, ledger_actions, message_kinds

LINK_ISSUED = ledger_actions.declare(
    LedgerAction("accounts.link-issued", "One-time link issued", {"link": str, "purpose": str})
)
LINK_USED = ledger_actions.declare(
    LedgerAction("accounts.link-used", "One-time link used", {"link": str, "purpose": str})
)
LINK_REVOKED = ledger_actions.declare(
    LedgerAction("accounts.link-revoked", "One-time link withdrawn", {"link": str, "purpose": str})
)
OPENED = ledger_actions.declare(LedgerAction("accounts.opened", "Account opened"))
INVITED = ledger_actions.declare(LedgerAction("accounts.invited", "Invited to set a password"))
JOINED = ledger_actions.declare(LedgerAction("accounts.joined", "Accepted the invitation"))
CLOSED = ledger_actions.declare(LedgerAction("accounts.closed", "Account closed"))
REOPENED = ledger_actions.declare(LedgerAction("accounts.reopened", "Account opened again"))
SIGNED_IN = ledger_actions.declare(LedgerAction("accounts.signed-in", "Signed in", {"method": str}))
PASSWORD_CHANGED = ledger_actions.declare(LedgerAction("accounts.password-changed", "Password changed"))
PASSWORD_RESET = ledger_actions.declare(LedgerAction("accounts.password-reset", "Password reset by mail"))
FACTOR_ADDED = ledger_actions.declare(
    LedgerAction("accounts.factor-added", "Second factor added", {"kind": str})
)
FACTOR_REMOVED = ledger_actions.declare(
    LedgerAction("accounts.factor-removed", "Second factor removed", {"kind": str})
)
FACTORS_RESET = ledger_actions.declare(
    LedgerAction("accounts.factors-reset", "Second factor reset by somebody else")
)

INVITATION = message_kinds.declare(MessageKind("accounts.invitation", "An invitation to Due Regard"))
RESET_ASKED = message_kinds.declare(MessageKind("accounts.password-reset", "A link to set a new password"))
PASSWORD_WAS_CHANGED = message_kinds.declare(
    MessageKind("accounts.password-changed", "Your password was changed")
)
FACTORS_CHANGED = message_kinds.declare(
    MessageKind("accounts.factors-changed", "How you sign in was changed")
)
ACCOUNT_CLOSED = message_kinds.declare(MessageKind("accounts.closed", "Your account was closed"))

INVITE = link_purposes.declare(LinkPurpose("accounts.invite", "Set the first password", timedelta(days=7)))
