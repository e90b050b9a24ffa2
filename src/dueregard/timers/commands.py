"""Writers of timers. Other apps call `set_timer` and `cancel_timers` inside their own commands."""

from datetime import datetime

from django.db import transaction

from dueregard.kernel.refs import Ref
from dueregard.timers.models import Timer


@transaction.atomic
def set_timer(kind: str, *, about: Ref, due: datetime) -> None:
    """Let something happen about a thing at a moment. A thing has one timer of a kind: setting it again moves it."""
    Timer.objects.update_or_create(
        kind=kind,
        about_type=about.type,
        about_id=about.id,
        defaults={"due": due, "next_try": due, "attempts": 0, "parked": False, "last_error": ""},
    )


@transaction.atomic
def cancel_timers(about: Ref, kind: str | None = None) -> None:
    """Forget the timers about a thing, or only those of one kind. None there is no fault."""
    found = Timer.objects.filter(about_type=about.type, about_id=about.id)
    (found if kind is None else found.filter(kind=kind)).delete()
