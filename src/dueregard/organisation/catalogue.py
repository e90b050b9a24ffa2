"""The codes of organisation and their wording."""

from dueregard.kernel.catalogue import (
    LedgerAction,
    MessageKind,
    Permission,
    ledger_actions,
    message_kinds,
    permissions,
)

MANAGE_UNITS = "organisation.manage_units"
MANAGE_PEOPLE = "organisation.manage_people"
MANAGE_POSTS = "organisation.manage_posts"
MANAGE_CLOSURE_DAYS = "organisation.manage_closure_days"
RESET_SECOND_FACTOR = "organisation.reset_second_factor"

for _permission in (
    Permission(MANAGE_UNITS, "make, rename, move and close units"),
    Permission(
        MANAGE_PEOPLE, "add and change people, invite them and close their accounts", second_factor=True
    ),
    Permission(MANAGE_POSTS, "give and end posts and name deputies", second_factor=True),
    Permission(MANAGE_CLOSURE_DAYS, "set the days on which the provider is closed"),
    Permission(RESET_SECOND_FACTOR, "reset a second factor that somebody else has lost", second_factor=True),
):
    permissions.declare(_permission)

UNIT_MADE = "organisation.unit_made"
UNIT_CHANGED = "organisation.unit_changed"
UNIT_MOVED = "organisation.unit_moved"
UNIT_CLOSED = "organisation.unit_closed"
UNIT_REOPENED = "organisation.unit_reopened"
PERSON_ADDED = "organisation.person_added"
PERSON_CHANGED = "organisation.person_changed"
PERSON_LEFT = "organisation.person_left"
PERSON_INVITED = "organisation.person_invited"
PERSON_LINKED = "organisation.person_linked"
ACCOUNT_CLOSED = "organisation.account_closed"
ACCOUNT_REOPENED = "organisation.account_reopened"
SECOND_FACTOR_RESET = "organisation.second_factor_reset"
POST_KIND_MADE = "organisation.post_kind_made"
POST_KIND_CHANGED = "organisation.post_kind_changed"
POST_MADE = "organisation.post_made"
POST_GIVEN = "organisation.post_given"
POST_ENDED = "organisation.post_ended"
DEPUTY_NAMED = "organisation.deputy_named"
DEPUTY_ENDED = "organisation.deputy_ended"
AWAY = "organisation.away"
BACK = "organisation.back"
CLOSURE_DAYS_SET = "organisation.closure_days_set"
CLOSURE_DAYS_REMOVED = "organisation.closure_days_removed"
IMPORTED = "organisation.imported"

_PLACE = {"parent": str}
_TERM = {"post": str, "person": str, "starts": str, "ends": str}
for _code, _label, _data in (
    (UNIT_MADE, "Made the unit", _PLACE),
    (UNIT_CHANGED, "Changed the unit", {"fields": str}),
    (UNIT_MOVED, "Moved the unit", {"from": str, "to": str}),
    (UNIT_CLOSED, "Closed the unit", {"on": str}),
    (UNIT_REOPENED, "Opened the unit again", {}),
    (PERSON_ADDED, "Added the person", {"unit": str}),
    (PERSON_CHANGED, "Changed the person", {"fields": str}),
    (PERSON_LEFT, "Recorded that the person leaves", {"on": str, "posts": int}),
    (PERSON_INVITED, "Invited the person to open an account", {}),
    (PERSON_LINKED, "Linked the person to an account", {"user": str}),
    (ACCOUNT_CLOSED, "Closed the account", {"posts": int}),
    (ACCOUNT_REOPENED, "Opened the account again", {}),
    (SECOND_FACTOR_RESET, "Reset the second factor", {}),
    (POST_KIND_MADE, "Made the kind of post", {"permissions": int}),
    (POST_KIND_CHANGED, "Changed the kind of post", {"fields": str}),
    (POST_MADE, "Made the post", {"kind": str, "unit": str}),
    (POST_GIVEN, "Gave the post", {**_TERM, "given_to_self": bool}),
    (POST_ENDED, "Ended the post", {"post": str, "person": str, "ends": str}),
    (DEPUTY_NAMED, "Named a deputy", _TERM),
    (DEPUTY_ENDED, "Ended the deputyship", {"post": str, "person": str, "ends": str}),
    (AWAY, "Recorded that the person is away", {"starts": str, "ends": str, "deputies": int}),
    (BACK, "Recorded that the person is back", {"on": str}),
    (CLOSURE_DAYS_SET, "Set closure days", {"first": str, "last": str, "days": int}),
    (CLOSURE_DAYS_REMOVED, "Removed a closure day", {"day": str}),
    (
        IMPORTED,
        "Imported a file",
        {"what": str, "digest": str, "added": int, "changed": int, "unchanged": int, "skipped": int},
    ),
):
    ledger_actions.declare(LedgerAction(_code, _label, _data))

YOU_HAVE_A_POST = "organisation.you_have_a_post"
YOU_DEPUTISE = "organisation.you_deputise"

message_kinds.declare(MessageKind(YOU_HAVE_A_POST, "You have been given a post"))
message_kinds.declare(MessageKind(YOU_DEPUTISE, "You stand in for somebody"))
