"""What exchange adds to the command `dueregard`: `exchange export` and `exchange import`."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from dueregard.kernel.cli import Command, CommandRefused

if TYPE_CHECKING:
    from dueregard.organisation.models import Person


T = TypeVar("T")


def _export_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "texts", metavar="TEXT", nargs="*", help="what is listed without any, such as case-study:…"
    )
    parser.add_argument("--title", default="", help="what the pack is called; others read it")
    parser.add_argument(
        "--by", metavar="EMAIL", required=True, help="in whose name; they need the leave to send"
    )
    parser.add_argument("--out", metavar="FILE", type=Path, help="where the signed pack is written")
    parser.add_argument(
        "--replace", metavar="FOUND=BY", action="append", default=[], help="other words for something"
    )
    parser.add_argument(
        "--confirm", action="store_true", help="you have read what names somebody and what takes its place"
    )


def export(given: Namespace) -> None:
    """Lists what may be shared; with texts, what in them names somebody; with --confirm and --out, signs the pack."""
    from django.db import transaction
    from django.utils import timezone

    from dueregard.exchange.catalogue import SEND
    from dueregard.exchange.commands.sending import begin
    from dueregard.exchange.queries.offers import offers
    from dueregard.exchange.queries.visible import provider_where
    from dueregard.kernel.dates import today_in_london
    from dueregard.organisation.access import units_where

    person, now = _person(given.by), timezone.now()
    unit = _refusing(lambda: provider_where(person, SEND))
    if not given.texts:
        for each in offers(unit, units_where(person, SEND), today_in_london(now)):
            print(f"{each.key}  {each.label}")
        return
    if given.confirm and given.out is None:
        raise CommandRefused("Say with --out to which file the pack is written.")
    title = given.title or "Practice to share"
    with transaction.atomic():
        parcel = _refusing(lambda: begin(by=person, unit=unit, title=title, keys=given.texts, now=now))
        content = _sign(given, parcel, person)
        if content is None:
            transaction.set_rollback(True)
    if content is not None:
        given.out.write_bytes(content)
        print(f"Signed: {given.out} ({len(content):,} bytes)")


def _sign(given: Namespace, parcel: object, person: Person) -> bytes | None:
    """Shows each replacement; the signed bytes where the caller confirmed."""
    from django.utils import timezone

    from dueregard.exchange.commands.sending import replace_names, seal
    from dueregard.exchange.models import Parcel

    assert isinstance(parcel, Parcel)
    asked = dict(each.partition("=")[::2] for each in given.replace)
    words = [asked.pop(each["found"], each["by"]) for each in parcel.replacements]
    now = timezone.now()
    saved = replace_names(
        pk=parcel.pk, by=person, words=words, more=list(asked.items()), revision=parcel.revision, now=now
    )
    for each in saved.replacements:
        print(f"{each['kind']:<9} {each['found']}  ->  {each['by']}")
    if not given.confirm:
        print("Nothing was signed. Read this, then add --confirm and --out FILE.")
        return None
    made = _refusing(lambda: seal(pk=parcel.pk, by=person, revision=saved.revision, now=now))
    return bytes(made.content or b"")


def _import_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", type=Path, help="a pack that another provider signed")
    parser.add_argument(
        "--by", metavar="EMAIL", required=True, help="in whose name; they need the leave to bring in"
    )
    parser.add_argument(
        "--dry-run", action="store_true", help="say who signed it and what is inside, and change nothing"
    )


def bring_in_pack(given: Namespace) -> None:
    from django.utils import timezone

    from dueregard.exchange.catalogue import BRING_IN
    from dueregard.exchange.commands.bringing_in import bring_in, look_at
    from dueregard.exchange.packs import opened
    from dueregard.exchange.queries.visible import in_groups, names_of_keys, provider_where
    from dueregard.exchange.rules.parts import NotAPack, kinds

    person, now = _person(given.by), timezone.now()
    unit = _refusing(lambda: provider_where(person, BRING_IN))
    try:
        content = given.file.read_bytes()
        found = opened(content)
    except OSError as problem:
        raise CommandRefused(f"{given.file} cannot be read: {problem.strerror}.") from None
    except NotAPack as problem:
        raise CommandRefused(f"{given.file}: {problem}") from None
    known = names_of_keys(unit, [found.key]).get(found.key, "not known here")
    print(f"‘{found.manifest.title}’, signed with the key {in_groups(found.key)} ({known}).")
    for kind, _, data in found.parts:
        print(f"  {kinds()[kind].label}: {data['title']}")
    if given.dry_run:
        print("Nothing was changed.")
        return
    pack = _refusing(lambda: look_at(content=content, unit=unit, by=person, now=now))
    numbers = range(1, len(found.parts) + 1)
    report = _refusing(lambda: bring_in(pk=pack.pk, numbers=numbers, by=person, now=now))
    for words, titles in (("Came in as a draft", report.came_in), ("Here already", report.here)):
        for title in titles:
            print(f"{words}: {title}")
    for sentence in report.refused:
        print(f"Did not come in. {sentence}")


def _person(email: str) -> Person:
    from dueregard.organisation.models import Person

    found = Person.objects.filter(email__iexact=email).first()
    if found is None:
        raise CommandRefused(f"Nobody here has the address {email}.")
    return found


def _refusing(act: Callable[[], T]) -> T:
    """What the command answers; its refusal as one sentence for a terminal."""
    from dueregard.kernel.errors import NotAllowed, NotThere, Refused

    try:
        return act()
    except NotThere:
        raise CommandRefused(
            "None of this person’s posts, for the whole provider, lets them do this."
        ) from None
    except (Refused, NotAllowed) as no:
        raise CommandRefused(str(no)) from None


COMMANDS: list[Command] = [
    Command(
        "exchange export",
        "makes a signed pack for other providers that names nobody",
        "dueregard exchange export case-study:… --by lead@ash.example --out pack.zip --confirm",
        export,
        _export_arguments,
    ),
    Command(
        "exchange import",
        "brings in a pack that another provider signed, as drafts",
        "dueregard exchange import pack.zip --by lead@ash.example",
        bring_in_pack,
        _import_arguments,
    ),
]
