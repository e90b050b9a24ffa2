"""The codes of oversight and their wording."""

from dueregard.kernel.catalogue import LedgerAction, Permission, ledger_actions, permissions

READ_LEDGER = "oversight.read_ledger"
MANAGE_MESSAGES = "oversight.manage_messages"

permissions.declare(Permission(READ_LEDGER, "search the ledger and check it", second_factor=True))
permissions.declare(Permission(MANAGE_MESSAGES, "see messages and timers and try them again"))

LEDGER_READ = "oversight.ledger_read"
LEDGER_CHECKED = "oversight.ledger_checked"
CHECKPOINT_TAKEN = "oversight.checkpoint_taken"
MESSAGE_SENT_AGAIN = "oversight.message_sent_again"
TIMER_TRIED_AGAIN = "oversight.timer_tried_again"

for _code, _label, _data in (
    (
        LEDGER_READ,
        "Read the ledger",
        {"action": str, "person": str, "subject": str, "starts": str, "ends": str},
    ),
    (LEDGER_CHECKED, "Checked the ledger", {"entries": int, "good": bool, "first_bad": int}),
    (CHECKPOINT_TAKEN, "Took a checkpoint of the ledger", {"entries": int}),
    (MESSAGE_SENT_AGAIN, "Sent a message again", {"kind": str}),
    (TIMER_TRIED_AGAIN, "Tried a timer again", {"kind": str}),
):
    ledger_actions.declare(LedgerAction(_code, _label, _data))
