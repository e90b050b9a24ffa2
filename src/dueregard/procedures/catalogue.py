"""The codes of procedures and their wording."""

from dueregard.kernel.catalogue import LedgerAction, Permission, ledger_actions, permissions

DRAFT = "procedures.draft"
APPROVE = "procedures.approve"

permissions.declare(Permission(DRAFT, "draft a procedure"))
permissions.declare(Permission(APPROVE, "approve a procedure and put it in force", second_factor=True))

DRAFT_SAVED = "procedures.draft_saved"
DISCARDED = "procedures.discarded"
APPROVED = "procedures.approved"
PUT_IN_FORCE = "procedures.put_in_force"
PRESET_TAKEN = "procedures.preset_taken"

_WHICH = {"kind": str, "unit": str, "number": int}
for _code, _label, _data in (
    (DRAFT_SAVED, "Saved a draft of the procedure", {**_WHICH, "revision": int, "digest": str}),
    (DISCARDED, "Discarded a version of the procedure", _WHICH),
    (APPROVED, "Approved the procedure", {**_WHICH, "alone": bool, "digest": str}),
    (PUT_IN_FORCE, "Put the procedure in force", {**_WHICH, "from": str}),
    (
        PRESET_TAKEN,
        "Took the procedure over from a preset",
        {**_WHICH, "preset": str, "from": str, "digest": str},
    ),
):
    ledger_actions.declare(LedgerAction(_code, _label, _data))
