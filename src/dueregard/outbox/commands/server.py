"""Whether the mail server answers."""

from datetime import datetime

from django.db import transaction

from dueregard.outbox import rules
from dueregard.outbox.models import MailServer


@transaction.atomic
def server_failed(*, why: str, now: datetime) -> MailServer:
    """It did not answer: all mail rests for a while, longer each time, and no message is blamed."""
    server, _ = MailServer.objects.select_for_update().get_or_create(pk=1)
    server.failures += 1
    server.down_since = server.down_since or now
    server.next_try = now + rules.wait_for_server(server.failures, str(server.down_since))
    server.last_error = why
    server.save()
    return server


@transaction.atomic
def server_answers() -> None:
    """It answers (again)."""
    MailServer.objects.filter(pk=1).exclude(failures=0).update(
        down_since=None, failures=0, next_try=None, last_error=""
    )
