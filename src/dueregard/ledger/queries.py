"""Reading the ledger."""

from django.db.models import QuerySet

from dueregard.kernel.refs import Ref
from dueregard.ledger.models import Entry
from dueregard.ledger.verification import Verdict, verify

__all__ = ["Verdict", "entries_about", "verify"]


def entries_about(ref: Ref) -> QuerySet[Entry]:
    """The entries about one thing, oldest first."""
    return Entry.objects.filter(subject_type=ref.type, subject_id=ref.id).order_by("seq")
