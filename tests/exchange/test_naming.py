"""Nobody is named in what leaves."""

from __future__ import annotations

import pytest

from dueregard.exchange.rules.naming import Found, Names, replaced, what_names, why_not_seal

NAMES = Names(
    providers=["Northmoor University", "northmoor", "Northmoor"],
    units=["Faculty of Arts", "Societies"],
    people=["Ruth Adair", "Tomasz Łukasik", "Ian May", "Cher"],
    domains=["northmoor.example"],
)
TEXT = """Northmoor University’s lead, **Ruth**
Adair, wrote to RUTH.ADAIR@northmoor.example or rang 01632 960 123 (ext 4321).
Adair asked the Faculty of Arts; see https://www.northmoor.example/safe and https://www.gov.uk/law. Dr Smith agreed in May 2026.
"""


def found(text: str = TEXT) -> dict[str, str]:
    return {each.found: each.kind for each in what_names([text], NAMES)}


def test_each_thing_that_names_somebody_is_listed_with_what_it_is() -> None:
    assert found() == {
        "Northmoor University": "provider",
        "northmoor": "provider",
        "Faculty of Arts": "unit",
        "Ruth Adair": "person",
        "Dr Smith": "maybe",
        "May": "maybe",
        "RUTH.ADAIR@northmoor.example": "mail",
        "01632 960 123": "phone",
        "ext 4321": "phone",
        "https://www.northmoor.example/safe": "web",
        "https://www.gov.uk/law.": "web",
    }


@pytest.mark.parametrize(
    "text",
    ["Adair, Ruth", "RUTH ADAIR", "ruth\u00a0adair", "_Ruth_ _Adair_", "Ruth  \n Adair", "Tomasz ŁUKASIK", "Northmoor-University",
     "a.b@x.example", "a (at) x.example", "+44 20 7946 0958", "(020) 7946 0958", "020-7946-0958"],
)  # fmt: skip
def test_a_name_is_found_however_it_is_written_and_gone_once_it_is_replaced(text: str) -> None:
    whole = f"We asked {text} about it."
    listed = what_names([whole], NAMES)
    assert why_not_seal([whole], NAMES)
    assert why_not_seal([replaced(whole, listed)], NAMES) == []


def test_what_leaves_has_other_words_and_keeps_the_rest() -> None:
    left = replaced(TEXT, what_names([TEXT], NAMES))
    assert "northmoor" not in left.lower()
    assert "Adair" not in left.replace("Adair asked", "")
    assert "https://www.gov.uk/law" in left
    assert why_not_seal([left], NAMES) == []


def test_no_mark_of_emphasis_is_left_half_open() -> None:
    ruth = [Found("person", "Ruth Adair", "the lead")]
    assert replaced("**Ruth** Adair and *Ruth Adair* said _so_.", ruth) == "the lead and the lead said _so_."


def test_words_that_are_put_in_are_not_looked_at_again_and_parts_of_words_stay() -> None:
    both = [Found("provider", "Northmoor", "Westmoor"), Found("unit", "Westmoor", "x")]
    assert replaced("Northmoor and Northmoorish", both) == "Westmoor and Northmoorish"


def test_a_replacement_that_names_somebody_itself_does_not_pass() -> None:
    left = replaced("Northmoor University says", [Found("provider", "Northmoor University", "Ruth Adair")])
    assert why_not_seal([left], NAMES) == [
        "Name of a person: 1 would still leave. Put other words in its place."
    ]
