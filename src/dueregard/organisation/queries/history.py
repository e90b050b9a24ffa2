"""What the ledger and the imports say about a unit, a person or a post, with names looked up."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from dueregard.kernel.catalogue import ledger_actions
from dueregard.kernel.refs import Ref
from dueregard.ledger.models import Entry
from dueregard.organisation.models import ImportedRow, Person

MOST = 20


@dataclass(frozen=True, slots=True)
class Happening:
    title: str
    by: str
    at: datetime
    system: bool
    text: str = ""


def history(*refs: Ref) -> list[Happening]:
    """The latest entries about these things, newest first."""
    about = Q(pk__in=[])
    for ref in refs:
        about |= Q(subject_type=ref.type, subject_id=ref.id)
    entries = list(Entry.objects.filter(about).order_by("-seq")[:MOST])
    names = _names(entry.actor_ref for entry in entries if entry.actor_kind == "person")
    found = [_happening(entry, names) for entry in entries]
    rows = ImportedRow.objects.filter(subject__in=[ref.id for ref in refs]).select_related("brought_by")
    found += [_brought(row) for row in rows.order_by("-pk")[:MOST]]
    return sorted(found, key=lambda each: each.at, reverse=True)[:MOST]


def _names(ids: Iterable[str]) -> dict[str, str]:
    rows = Person.objects.filter(pk__in=set(ids)).values_list("pk", "name")
    return {str(pk): name for pk, name in rows}


def _happening(entry: Entry, names: dict[str, str]) -> Happening:
    label = ledger_actions[entry.action].label if entry.action in ledger_actions else entry.action
    person = entry.actor_kind == "person"
    by = names.get(entry.actor_ref, "somebody no longer known") if person else "the system"
    return Happening(label, by, datetime.fromisoformat(entry.at), system=not person)


def _brought(row: ImportedRow) -> Happening:
    verb = "Brought in" if row.added else "Changed"
    title = f"{verb} by the file {row.brought_by.name}, line {row.line}"
    return Happening(title, "", row.brought_by.at, system=True)
