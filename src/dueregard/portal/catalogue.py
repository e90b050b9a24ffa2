"""The codes of portal and their wording."""

from datetime import timedelta

from dueregard.accounts.purposes import LinkPurpose, link_purposes
from dueregard.kernel.catalogue import LedgerAction, Permission, ledger_actions, permissions

SEE_ALL_WAITING = permissions.declare(
    Permission("portal.see_all_waiting", "see what waits for every post of the unit and below")
).code

CALENDAR = link_purposes.declare(
    LinkPurpose("portal.calendar", "read one’s own due dates in a calendar", lasts=timedelta(days=366))
).code
CALENDAR_OPENED = ledger_actions.declare(LedgerAction("portal.calendar-opened", "Calendar address made")).code
