"""Names for what the ledger and the outbox know by id only, looked up when a page is shown."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.apps import apps

from dueregard.kernel.catalogue import ledger_actions, message_kinds
from dueregard.kernel.refs import Ref

KINDS: Mapping[str, tuple[str, str, tuple[str, ...]]] = {
    "organisation.person": ("Person", "organisation.Person", ()),
    "organisation.unit": ("Unit", "organisation.Unit", ()),
    "organisation.post": ("Post", "organisation.Post", ("kind", "unit")),
    "organisation.post_kind": ("Kind of post", "organisation.PostKind", ()),
    "events.request": ("Event request", "events.EventRequest", ()),
    "accounts.user": ("Account", "accounts.User", ()),
    "documents.file": ("File", "documents.StoredFile", ()),
    "audits.audit": ("Audit", "audits.Audit", ()),
    "audits.review": ("Review of a quiet process", "audits.Review", ("unit",)),
}
"""For each type of reference: what people call it, its model, and what its name needs besides."""

OTHERS: Mapping[str, str] = {
    "ledger": "The ledger",
    "actions.action": "Action",
    "outbox.message": "Message",
    "organisation.holding": "Post holding",
    "organisation.deputy": "Deputyship",
    "organisation.absence": "Absence",
    "organisation.closure_day": "Closure day",
    "organisation.import": "Import",
    "procedures.edition": "Procedure",
    "procedures.version": "Version of a procedure",
    "events.turn": "Turn to decide",
    "events.check": "Check",
    "events.decision": "Decision",
    "events.appeal": "Appeal",
    "events.question": "Question to the organiser",
    "events.import": "Import of a register",
    "audits.sampled": "Sampled request",
    "audits.finding": "Finding of an audit",
    "accounts.link": "One-time link",
}


@dataclass
class Names:
    """Names by reference. What is gone, or never had a name, shows its kind and the start of its id."""

    found: dict[Ref, str] = field(default_factory=dict)

    @classmethod
    def of(cls, refs: Iterable[Ref]) -> "Names":
        """One query for each type of reference that has names."""
        wanted: dict[str, set[str]] = defaultdict(set)
        for ref in refs:
            if ref.type in KINDS:
                wanted[ref.type].add(ref.id)
        names = cls()
        for type_, ids in wanted.items():
            names.found.update(_look_up(type_, ids))
        return names

    def __getitem__(self, ref: Ref) -> str:
        return self.found.get(ref) or f"{kind_of(ref.type)} {ref.id[:8]}".strip()


def _look_up(type_: str, ids: set[str]) -> dict[Ref, str]:
    _, label, needs = KINDS[type_]
    model: Any = apps.get_model(label)
    keys = [key for each in ids if (key := _key(model, each)) is not None]
    rows = model._default_manager.filter(pk__in=keys)
    return {Ref(type_, str(row.pk)): str(row) for row in (rows.select_related(*needs) if needs else rows)}


def _key(model: Any, text: str) -> UUID | int | None:
    try:
        return UUID(text) if model._meta.pk.get_internal_type() == "UUIDField" else int(text)
    except ValueError:
        return None


def kind_of(type_: str) -> str:
    """What people call this kind of thing."""
    if type_ in KINDS:
        return KINDS[type_][0]
    return OTHERS.get(type_) or type_.rpartition(".")[2].replace("_", " ").capitalize()


def action_label(code: str) -> str:
    """The action's wording; for one that no app of this version declares any more, its code."""
    return ledger_actions[code].label if code in ledger_actions else code


def message_label(code: str) -> str:
    return message_kinds[code].label if code in message_kinds else code


WHY = {
    "": "",
    "no-longer-due": "Nothing to tell any more",
    "no-address": "No e-mail address is known",
    "bad-address": "The e-mail address is not one",
    "said-later": "A later one says it",
    "stopped": "The sending was stopped",
    "nobody-to-tell": "There was nobody to tell",
    "no-handler": "No part of Due Regard sends this kind",
    "no-way-to-reach": "No part of Due Regard knows such recipients",
    "worker-died": "The worker ended while it was sent",
    "no-connection": "The connection broke",
    "timeout": "The mail server took too long",
    "certificate": "The mail server’s certificate is not trusted",
}


def why_in_words(code: str) -> str:
    """A sentence part for an error code of the outbox or the timers."""
    if code.startswith("smtp-4"):
        return f"The mail server put it off ({code[5:]})"
    if code.startswith("smtp-"):
        return f"The mail server refused it ({code[5:]})"
    return WHY.get(code, f"A program failed ({code})")
