"""Northmoor University, made ready by `dueregard init --preset central-register` and three sheets.

Olu Adeyemi lectures in politics; Helen Marsh heads the faculties; Sid Rowe is head of security, Nell Hart sits in the
secretariat, Cara Bloom books rooms, Ruth Adair is Prevent lead, Tom Ferris university secretary, Grace Whitfield the
accountable officer, Kit Lane keeps the register. Sam Stone of history holds no post.
"""

from __future__ import annotations

from tests.arrangements import visits as v
from tests.fixtures.databases import prepared

AT = "@northmoor.example"
PEOPLE = {
    "olu": ("N01", "Olu Adeyemi", "politics", ""),
    "sam": ("N02", "Sam Stone", "history", ""),
    "helen": ("N03", "Helen Marsh", "faculties", "head-of-unit"),
    "sid": ("N04", "Sid Rowe", "northmoor-university", "head-of-security"),
    "nell": ("N05", "Nell Hart", "northmoor-university", "secretariat"),
    "cara": ("N06", "Cara Bloom", "northmoor-university", "conference-office"),
    "ruth": ("N07", "Ruth Adair", "northmoor-university", "prevent-lead"),
    "tom": ("N08", "Tom Ferris", "northmoor-university", "university-secretary"),
    "grace": ("N09", "Grace Whitfield", "northmoor-university", "accountable-officer"),
    "kit": ("N10", "Kit Lane", "northmoor-university", "register-keeper"),
}
UNITS = [
    ("politics", "Department of Politics", "department", "faculties"),
    ("history", "Department of History", "department", "faculties"),
]
PLAIN = {
    "Has an event with one of the speakers": "No",
    "Could anyone be harassed": "No",
    "Has every speaker seen our code": "Yes",
    "Do you expect newspapers": "No",
    "Who else puts the event on": "Nobody else",
    "Will children or young people": "No",
}
PLAIN_ANSWERS = {
    "stopped-before": False,
    "anyone-unsafe": False,
    "code-accepted": True,
    "media": False,
    "who-else": "nobody-else",
    "under-18s": False,
}
"""The same answers as a record keeps them."""


def address(who: str) -> str:
    return f"{who}{AT}"


def everybody_comes_in() -> None:
    v.brings_in("units", ("code", "name", "kind", "parent"), UNITS)
    v.brings_in(
        "people",
        ("id", "name", "email", "unit"),
        [(code, name, address(who), unit) for who, (code, name, unit, _) in PEOPLE.items()],
    )
    v.brings_in(
        "posts",
        ("post", "unit", "person", "from"),
        [(post, unit, code, "2024-09-01") for code, _, unit, post in PEOPLE.values() if post],
    )
    v.they_have_accounts(map(address, PEOPLE))


northmoor = prepared(
    "init --preset central-register --name 'Northmoor University' --admin ada@northmoor.example",
    everybody_comes_in,
)
