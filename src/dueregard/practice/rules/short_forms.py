"""Which of two texts about one provider is the shorter form of the other."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

ENOUGH_IN_COMMON = 0.6
_WORD = re.compile(r"[^\W\d_]{4,}")


@dataclass(frozen=True, slots=True)
class Form:
    """One text: `key` names it, `page` is where it was published, `theme` under which theme."""

    key: str
    page: str
    theme: str
    text: str

    @property
    def words(self) -> frozenset[str]:
        return frozenset(word.casefold() for word in _WORD.findall(self.text))


def short_forms(forms: Iterable[Form]) -> dict[str, str]:
    """For texts of one name: the key of each shorter form, with the key of its full form.

    A shorter form stands on another page. It is of the same theme, or most of its words stand in the full form: two
    different case studies of one provider, under two themes, are never taken for one.
    """
    ordered = sorted(forms, key=lambda form: (-len(form.text), form.key))
    found: dict[str, str] = {}
    for place, form in enumerate(ordered):
        longer = [each for each in ordered[:place] if each.key not in found and _may_be_of(form, each)]
        if longer:
            found[form.key] = next((each for each in longer if each.theme == form.theme), longer[0]).key
    return found


def _may_be_of(short: Form, full: Form) -> bool:
    if short.page == full.page or len(short.text) >= len(full.text):
        return False
    if short.theme == full.theme:
        return True
    words = short.words
    return bool(words) and len(words & full.words) / len(words) >= ENOUGH_IN_COMMON
