"""Bringing in pages of case studies as a regulator publishes them (H6)."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from dueregard.kernel.markdown import plain_of
from dueregard.kernel.refs import Actor
from dueregard.kernel.words import kept_words
from dueregard.ledger.commands import record
from dueregard.practice import catalogue
from dueregard.practice.choices import Status
from dueregard.practice.models import CaseStudy, Placement, SourcePage, Theme, Version
from dueregard.practice.rules.published import (
    Dropped,
    Entry,
    PublishedPage,
    markdown_of,
    read_page,
    same_name,
    text_of,
)
from dueregard.practice.rules.short_forms import Form, short_forms


@dataclass(slots=True)
class Report:
    """What became of one page. `kept` names case studies whose new text was not taken over, because somebody has
    worked on them here; `introduction` is what the page says before its first case study, as Markdown."""

    name: str
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    kept: list[str] = field(default_factory=list)
    themes: list[str] = field(default_factory=list)
    introduction: str = ""
    short_forms: int = 0
    dropped: list[Dropped] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        return {
            "page": self.name,
            "added": self.added,
            "changed": self.changed,
            "unchanged": self.unchanged,
            "kept": self.kept,
            "themes": self.themes,
            "introduction": self.introduction,
            "short_forms": self.short_forms,
            "dropped": [{"kind": each.kind, "text": each.text} for each in self.dropped],
        }


@transaction.atomic
def bring_in(*, content: bytes, name: str, by: Actor, now: datetime, dry_run: bool = False) -> Report:
    """Bring one page in. Every case study begins as a draft; what is here already, by its content, is left as it is.

    Raises `NotSuchAPage` for what is no page of case studies. With `dry_run` everything is done and taken back.
    """
    found = read_page(text_of(content))
    report = Report(name, dropped=found.dropped, introduction=markdown_of(found.introduction))
    page = _page(name, content, found, now)
    touched = [_entry(entry, key, page, report, now) for entry, key in _keyed(name, found.entries)]
    report.themes = list(dict.fromkeys(_theme_title(entry) for entry in found.entries))
    report.short_forms = _link_short_forms({same_name(each.title) for each in touched})
    if report.added or report.changed:
        data = {
            "added": report.added,
            "changed": report.changed,
            "unchanged": report.unchanged,
            "digest": page.sha256,
        }
        record(catalogue.PAGE_BROUGHT_IN, by=by, on=page.ref, data=data, at=now)
    if dry_run:
        transaction.set_rollback(True)
    return report


def _page(name: str, content: bytes, found: PublishedPage, now: datetime) -> SourcePage:
    """The row of the page; written only where something about it is new."""
    facts = {
        "sha256": hashlib.sha256(content).hexdigest(),
        "introduction": markdown_of(found.introduction),
        "dropped": [{"kind": each.kind, "text": each.text} for each in found.dropped],
    }
    page = SourcePage.objects.select_for_update().filter(name=name).first()
    if page is None:
        return SourcePage.objects.create(name=name, brought_in_at=now, **facts)
    if page.sha256 != facts["sha256"]:
        for key, value in facts.items():
            setattr(page, key, value)
        page.brought_in_at = now
        page.save()
    return page


def _keyed(name: str, entries: Iterable[Entry]) -> Iterable[tuple[Entry, str]]:
    """Each entry with the key of its place: page, theme and name; a second one of the same name is counted."""
    seen: Counter[tuple[str, str, str]] = Counter()
    for entry in entries:
        place = (entry.theme, entry.sub_theme, same_name(entry.title))
        seen[place] += 1
        yield entry, _digest(name, *place, str(seen[place]))


def _digest(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


def _entry(entry: Entry, key: str, page: SourcePage, report: Report, now: datetime) -> CaseStudy:
    text = markdown_of(entry.body)
    digest = _digest(entry.theme, entry.sub_theme, entry.title, text)
    same = CaseStudy.objects.filter(import_digest=digest).first()
    if same is not None:
        report.unchanged += 1
        return same
    known = CaseStudy.objects.select_for_update().filter(import_key=key).first()
    if known is None:
        report.added += 1
        return _add(entry, text, key, digest, page, now)
    if known.status != Status.DRAFT or known.versions.filter(by__isnull=False).exists():
        report.kept.append(known.title)
        return known
    report.changed += 1
    return _change(known, entry, text, digest, now)


def _add(entry: Entry, text: str, key: str, digest: str, page: SourcePage, now: datetime) -> CaseStudy:
    made = CaseStudy.objects.create(
        slug=free_slug(entry.title),
        title=entry.title,
        text=text,
        words=words_of(entry.title, "", text),
        source=page,
        import_key=key,
        import_digest=digest,
        created_at=now,
        changed_at=now,
    )
    theme = theme_named(entry.theme, entry.sub_theme)
    Placement.objects.create(case_study=made, theme=theme, position=theme.placements.count())
    Version.objects.create(case_study=made, number=1, title=made.title, text=text, at=now, note="Brought in")
    return made


def _change(known: CaseStudy, entry: Entry, text: str, digest: str, now: datetime) -> CaseStudy:
    known.number += 1
    known.title, known.text, known.import_digest, known.changed_at = entry.title, text, digest, now
    known.words = words_of(known.title, known.summary, text)
    known.save()
    Version.objects.create(
        case_study=known, number=known.number, title=known.title, text=text, at=now, note="Brought in again"
    )
    return known


def _link_short_forms(names: set[str]) -> int:
    """Link the shorter forms among all brought-in case studies with one of these names."""
    forms: dict[str, list[Form]] = {}
    known: dict[str, CaseStudy] = {}
    for each in CaseStudy.objects.filter(source__isnull=False).prefetch_related("placements__theme__parent"):
        name = same_name(each.title)
        if name in names:
            theme = next((str(placed.theme) for placed in each.placements.all()), "")
            known[str(each.pk)] = each
            forms.setdefault(name, []).append(
                Form(str(each.pk), str(each.source_id), theme, plain_of(each.text))
            )
    found = {short: full for group in forms.values() for short, full in short_forms(group).items()}
    for key, each in known.items():
        full = known[found[key]] if key in found else None
        if each.short_of_id != (full.pk if full else None):
            each.short_of = full
            each.save(update_fields=["short_of"])
    return len(found)


def theme_named(title: str, sub_title: str = "") -> Theme:
    """The theme, or its sub-theme; made where there is none yet."""
    theme = Theme.objects.filter(parent=None, title__iexact=title).first() or _new_theme(title, None)
    if not sub_title:
        return theme
    return theme.sub_themes.filter(title__iexact=sub_title).first() or _new_theme(sub_title, theme)


def _new_theme(title: str, parent: Theme | None) -> Theme:
    base = slugify(title)[:60] or "theme"
    taken = set(Theme.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return Theme.objects.create(
        slug=_free(base, taken),
        title=title,
        parent=parent,
        position=Theme.objects.filter(parent=parent).count(),
    )


def _theme_title(entry: Entry) -> str:
    return f"{entry.theme} / {entry.sub_theme}" if entry.sub_theme else entry.theme


def words_of(title: str, summary: str, text: str) -> str:
    """What search looks at."""
    return kept_words(title, summary, plain_of(text))


def free_slug(title: str) -> str:
    """An address that nothing has yet. It stays for good, whatever becomes of the title."""
    base = slug_of(title)
    taken = set(CaseStudy.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return _free(base, taken)


def slug_of(title: str) -> str:
    return slugify(title)[:100] or "case-study"


def _free(base: str, taken: set[str]) -> str:
    number = 1
    slug = base
    while slug in taken:
        number += 1
        slug = f"{base}-{number}"
    return slug
