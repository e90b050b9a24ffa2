"""The codes of assurance and their wording."""

from dueregard.kernel.catalogue import LedgerAction, Permission, ledger_actions, permissions

READ = "assurance.read"
PAPERS = "assurance.papers"
PUBLISH = "assurance.publish"

permissions.declare(
    Permission(READ, "see how long requests take, request by request, and papers that were issued")
)
permissions.declare(Permission(PAPERS, "draft and issue papers for committees and the board"))
permissions.declare(
    Permission(PUBLISH, "show the service standard and the page of trust to the public, or no longer")
)

STANDARD_SHOWN = "assurance.standard-shown"
STANDARD_HIDDEN = "assurance.standard-hidden"
TRUST_SHOWN = "assurance.trust-shown"
TRUST_HIDDEN = "assurance.trust-hidden"
PAPER_ISSUED = "assurance.paper-issued"
PAPER_TAKEN = "assurance.paper-taken"

for _code, _label, _data in (
    (STANDARD_SHOWN, "Showed the service standard to the public", {}),
    (STANDARD_HIDDEN, "Took the service standard from the public page", {}),
    (TRUST_SHOWN, "Showed ‘what we do, and what we record’ to the public", {}),
    (TRUST_HIDDEN, "Took ‘what we do, and what we record’ from the public", {}),
    (PAPER_ISSUED, "Issued a paper", {"number": int, "audience": str, "digest": str}),
    (PAPER_TAKEN, "Downloaded an issued paper", {"format": str}),
):
    ledger_actions.declare(LedgerAction(_code, _label, _data))
