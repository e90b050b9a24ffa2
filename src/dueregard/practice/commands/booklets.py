"""Making PDFs of the hub, and making them again when what they hold has changed."""

from datetime import datetime

from django.db import transaction

from dueregard.kernel.errors import NotThere
from dueregard.practice import papers
from dueregard.practice.models import Booklet
from dueregard.practice.queries.booklets import all_keys, title_and_chapters


def fresh(key: str, *, provider: str, now: datetime) -> Booklet:
    """The PDF of a key as its texts stand now; made only where they have changed. `NotThere` where there are none."""
    title, chapters = title_and_chapters(key)
    newest = max(study.changed_at for chapter in chapters for study in chapter.studies)
    data = papers.book(title, provider, chapters, made=newest)
    digest = papers.digest_of(data)
    known = Booklet.objects.filter(key=key).first()
    if known is not None and known.digest == digest:
        return known
    return _keep(key, digest, papers.printed(data, at=newest), now)


@transaction.atomic
def _keep(key: str, digest: str, content: bytes, now: datetime) -> Booklet:
    booklet, _ = Booklet.objects.update_or_create(
        key=key, defaults={"digest": digest, "content": content, "size": len(content), "made_at": now}
    )
    return booklet


def keep_fresh(*, provider: str, now: datetime) -> None:
    """Make every PDF again that is out of date, and forget those that nothing holds up any more."""
    keys = all_keys()
    Booklet.objects.exclude(key__in=keys).delete()
    for key in keys:
        try:
            fresh(key, provider=provider, now=now)
        except NotThere:
            continue
