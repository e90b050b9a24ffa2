"""The codes of statements and their wording."""

from dueregard.kernel.catalogue import (
    LedgerAction,
    MessageKind,
    Permission,
    ledger_actions,
    message_kinds,
    permissions,
)

DRAFT = permissions.declare(Permission("statements.draft", "draft a public statement")).code
APPROVE = permissions.declare(
    Permission("statements.approve", "approve a public statement and put it in force", second_factor=True)
).code
SEND = permissions.declare(
    Permission("statements.send", "send the code of practice to all students", second_factor=True)
).code
COMPLAINTS = permissions.declare(
    Permission("statements.complaints", "read and answer complaints about freedom of speech")
).code

_WHICH = {"kind": str, "unit": str, "number": int}


def _action(code: str, label: str, **data: type) -> str:
    return ledger_actions.declare(LedgerAction(f"statements.{code}", label, data)).code


DRAFT_SAVED = _action("draft-saved", "Saved a draft of the statement", **_WHICH, revision=int, digest=str)
DISCARDED = _action("discarded", "Discarded a version of the statement", **_WHICH)
APPROVED = _action("approved", "Approved the statement", **_WHICH, alone=bool, digest=str)
PUT_IN_FORCE = _action("put-in-force", "Put the statement in force", **_WHICH, **{"from": str})
STARTER_TAKEN = _action(
    "starter-taken", "Took the statement over from a starter text", **_WHICH, **{"from": str, "digest": str}
)
SENDING_STARTED = _action(
    "sending-started", "Started the yearly sending", version=str, year=int, people=int, lists=int, already=int
)
COMPLAINT_MADE = _action("complaint-made", "Received a complaint about freedom of speech", unit=str)
COMPLAINT_READ = _action("complaint-read", "Opened a complaint about freedom of speech")
COMPLAINT_ANSWERED = _action("complaint-answered", "Answered a complaint about freedom of speech", result=str)


def _message(code: str, label: str, *, sensitive: bool = False) -> str:
    return message_kinds.declare(MessageKind(f"statements.{code}", label, sensitive)).code


YEARLY = _message("yearly", "The code of practice on freedom of speech")
COMPLAINT_RECEIVED = _message("complaint-received", "We have your complaint")
COMPLAINT_WAITS = _message("complaint-waits", "A complaint about freedom of speech waits for you")
COMPLAINT_ANSWER = _message("complaint-answer", "The answer to your complaint")
