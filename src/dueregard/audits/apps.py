"""Audits of event requests, and reviews of quiet processes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import AppConfig

if TYPE_CHECKING:
    from dueregard.kernel.refs import Ref
    from dueregard.organisation.models import Person


class AuditsConfig(AppConfig):
    name = "dueregard.audits"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from dueregard.actions.registries import may_open
        from dueregard.audits import messages, pieces, sharing, tasks, waiting
        from dueregard.audits.paper_section import audits_section, reviews_section
        from dueregard.audits.queries.visible import has_to_do_with_audits
        from dueregard.events.registries import paper_sections
        from dueregard.kernel.registries import MenuEntry, menu

        paper_sections.register(audits_section)
        paper_sections.register(reviews_section)
        messages.register()
        pieces.register()
        sharing.register()
        tasks.register()
        waiting.register()
        menu.register(MenuEntry("Audits", "audits:list", 29, has_to_do_with_audits, "Events"))
        may_open["audits.finding"] = _may_open_finding


def _may_open_finding(person: Person, about: Ref) -> bool:
    """Whoever may see the audit may go from an action to the finding that it came from."""
    from dueregard.audits.models import Finding
    from dueregard.audits.queries.visible import audits_for

    audits = Finding.objects.filter(pk=about.id).order_by().values("audit")
    return audits_for(person).filter(pk__in=audits).exists()
