"""Names that must not leave: of providers, units and people, and the domains of their addresses."""

from __future__ import annotations

from collections import Counter
from urllib.parse import urlsplit

from django.conf import settings

from dueregard.exchange.rules.naming import Names
from dueregard.kernel.registries import part_kinds
from dueregard.organisation.models import Person, Unit

_COMMON = frozenset([
    "the", "of", "and", "for", "a", "an", "at", "in", "university", "universities", "college", "school",
    "institute", "institution", "academy", "group", "hall", "conservatoire", "higher", "education",
    "further",
])  # fmt: skip
_ANYBODYS = frozenset(
    {"gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "icloud.com", "yahoo.com", "proton.me"}
)


def names_known() -> Names:
    """Two queries and those of the kinds of part; the people are read as they come, however many."""
    units = list(Unit.objects.values_list("name", "code", "parent_id"))
    providers = [name for name, _, parent in units if parent is None]
    codes = [code for _, code, parent in units if parent is None and len(code) > 3]
    others = [name for kind in part_kinds for name in kind.names()]
    people, domains = _people()
    return Names(
        providers=[*dict.fromkeys([*providers, *filter(None, map(_short, providers)), *codes, *others])],
        units=[*dict.fromkeys(each for name, code, parent in units if parent for each in _named(name, code))],
        people=people,
        domains=[each for each in (urlsplit(settings.BASE_URL).hostname or "", *domains) if "." in each],
    )


def _named(name: str, code: str) -> tuple[str, ...]:
    """A unit by its name, and by its code where that is no ordinary word, such as ‘school-of-art’."""
    return (name, code) if "-" in code else (name,)


def _short(name: str) -> str:
    """What is left of a provider's name without the words that many share: 'Northmoor' of 'Northmoor University'."""
    own = [word for word in name.split() if word.casefold().strip(".,") not in _COMMON]
    return " ".join(own) if own and len(own) < len(name.split()) and len(" ".join(own)) > 3 else ""


def _people() -> tuple[list[str], list[str]]:
    names, domains = [], Counter[str]()
    for name, email in Person.objects.order_by().values_list("name", "email").iterator(chunk_size=5000):
        names.append(name)
        domains[email.rpartition("@")[2].casefold()] += 1
    return names, [domain for domain, _ in domains.most_common(20) if domain and domain not in _ANYBODYS]
