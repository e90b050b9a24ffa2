"""The codes of newsletters, briefings and the law-change log, and their wording."""

from dueregard.kernel.catalogue import (
    LedgerAction,
    MessageKind,
    Permission,
    ledger_actions,
    message_kinds,
    permissions,
)

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
SAVED = _action("saved", "Saved a newsletter", unit=str, revision=int, digest=str)
ADDRESSED = _action("addressed", "Said whom a newsletter goes to", audience=str, duty=bool, public=bool)
LOOKED_AT = _action("looked-at", "Looked at a newsletter as a second person", revision=int)
DISCARDED = _action("discarded", "Discarded a newsletter", unit=str)
TESTED = _action("tested", "Sent a newsletter to themselves", revision=int)
SENDING_STARTED = _action(
    "sending-started", "Sent a newsletter", letter=str, people=int, unsubscribed=int, duty=bool, digest=str
)
PAUSED = _action("paused", "Paused the sending of a newsletter")
WENT_ON = _action("went-on", "Went on sending a newsletter")
STOPPED = _action("stopped", "Stopped the sending of a newsletter")
UNSUBSCRIBED = _action("unsubscribed", "Ended newsletters by the link in a mail", unit=str)
SUBSCRIBED = _action("subscribed", "Took newsletters again by the link in a mail", unit=str)
REMINDERS_SET = _action("reminders-set", "Set the monthly reminder of a briefing", reminders=bool)


def _message(code: str, label: str) -> str:
    return message_kinds.declare(MessageKind(f"newsletters.{code}", label)).code


LETTER = _message("letter", "A newsletter or a briefing")
TEST = _message("test", "A newsletter, sent to its writer to look at")
BRIEFING_DUE = _message("briefing-due", "This month’s staff-meeting briefing waits for you")
