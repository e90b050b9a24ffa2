"""The codes of audits and their wording."""

from dueregard.kernel.catalogue import (
    LedgerAction,
    MessageKind,
    Permission,
    ledger_actions,
    message_kinds,
    permissions,
)

PLAN = permissions.declare(
    Permission(
        "audits.plan",
        "plan audits, write questions for them, name auditors, and record reviews of the process",
    )
).code
DO = permissions.declare(Permission("audits.do", "audit event requests")).code
READ = permissions.declare(Permission("audits.read", "read audits and reviews of the process")).code


def _action(code: str, label: str, **data: type) -> LedgerAction:
    return ledger_actions.declare(LedgerAction(f"audits.{code}", label, data))


PLANNED = _action("planned", "Audit planned", seed=str, by_hand=bool, size=int)
DRAWN = _action("drawn", "Sample drawn", seed=str, population=int, digest=str, size=int, conflicts=int)
AUDITOR_NAMED = _action("auditor-named", "Another auditor named", sampled=str, auditor=str)
JUDGED = _action("judged", "Sampled request judged", sampled=str, good=int, wrong=int, unclear=int)
FINDING_MADE = _action("finding-made", "Finding recorded", finding=str, action=str)
FINDING_TAKEN_BACK = _action("finding-taken-back", "Finding taken back", finding=str)
SIGNED_OFF = _action("signed-off", "Audit signed off", sampled=int, findings=int)
CALLED_OFF = _action("called-off", "Audit called off")
POINTS_EXPORTED = _action("points-exported", "Points of an audit downloaded", rows=int)
QUESTIONS_WRITTEN = _action("questions-written", "Wrote questions for auditors", number=int)
QUESTIONS_USED = _action("questions-used", "Put questions for auditors in use", number=int)
QUESTIONS_GIVEN_UP = _action("questions-given-up", "Gave up a list of questions for auditors", number=int)
QUESTIONS_LET_GO = _action("questions-let-go", "Let a draft of questions for auditors go", number=int)
REVIEW_PROPOSED = _action("review-proposed", "Review of a quiet process proposed", months=int, requests=int)
REVIEW_RECORDED = _action("review-recorded", "Review of the process recorded", result=str)


def _message(code: str, label: str) -> str:
    return message_kinds.declare(MessageKind(f"audits.{code}", label)).code


TO_DRAW = _message("to-draw", "An audit has been planned for you")
TO_JUDGE = _message("to-judge", "Requests wait to be audited by you")
NEXT_DUE = _message("next-due", "The next audit is due")
REVIEW_DUE = _message("review-due", "A review of the process is proposed")
