"""From a case study to doing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import AppConfig

if TYPE_CHECKING:
    from dueregard.kernel.refs import Ref
    from dueregard.organisation.models import Person


class AdoptionConfig(AppConfig):
    name = "dueregard.adoption"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from dueregard.actions.registries import may_open
        from dueregard.adoption import waiting
        from dueregard.adoption.links import reading_links
        from dueregard.adoption.queries.visible import has_to_do_with_adoption
        from dueregard.kernel.registries import MenuEntry, menu
        from dueregard.practice import registries

        registries.reading_links.register(reading_links)
        waiting.register()
        tab = registries.WorkTab("What we answer", "adoption:gaps", has_to_do_with_adoption)
        registries.work_tabs.register(tab)
        first = registries.leads_the_tabs("adoption:gaps")
        menu.register(MenuEntry("Adopting practice", "adoption:gaps", 82, first, "Practice hub"))
        may_open["adoption.answer"] = _may_open


def _may_open(person: Person, about: Ref) -> bool:
    """Whoever may see the answer may go from an action to it."""
    from dueregard.adoption.queries.visible import answers_for

    return answers_for(person).filter(pk=about.id).exists()
