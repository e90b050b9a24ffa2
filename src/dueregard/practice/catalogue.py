"""The codes of the practice hub and their wording."""

from dueregard.kernel.catalogue import LedgerAction, Permission, ledger_actions, permissions

EDIT = "practice.edit"
PUBLISH = "practice.publish"

permissions.declare(Permission(EDIT, "write and bring in case studies, and read feedback about the hub"))
permissions.declare(Permission(PUBLISH, "publish and archive case studies"))

PAGE_BROUGHT_IN = "practice.page-brought-in"
STARTER_PUT_UP = "practice.starter-put-up"
STARTED = "practice.started"
SAVED = "practice.saved"
MOVED = "practice.moved"
PICTURE_ADDED = "practice.picture-added"
PICTURE_DESCRIBED = "practice.picture-described"
PICTURE_REMOVED = "practice.picture-removed"
FEEDBACK_READ = "practice.feedback-dealt-with"

for _code, _label, _data in (
    (
        PAGE_BROUGHT_IN,
        "Brought in a published page",
        {"added": int, "changed": int, "unchanged": int, "digest": str},
    ),
    (STARTED, "Began a text of the hub", {}),
    (SAVED, "Saved a text of the hub", {"number": int}),
    (MOVED, "Moved a text of the hub", {"from": str, "to": str}),
    (PICTURE_ADDED, "Added a picture to a text of the hub", {"number": int}),
    (PICTURE_DESCRIBED, "Described a picture of the hub anew", {"number": int}),
    (PICTURE_REMOVED, "Removed a picture from a text of the hub", {"number": int}),
    (FEEDBACK_READ, "Dealt with feedback about the hub", {}),
    (STARTER_PUT_UP, "Put up the starter collection", {"pieces": int}),
):
    ledger_actions.declare(LedgerAction(_code, _label, _data))
