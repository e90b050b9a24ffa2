"""What events offer to newsletters."""

import pytest

from dueregard.kernel.registries import filling_blocks
from tests.events import desk as d
from tests.people import TODAY, a_town

pytestmark = pytest.mark.django_db


def filled(unit: object) -> str:
    block = next(each for each in filling_blocks if each.code == "who-decides")
    return block.fill(unit, TODAY)


def test_who_decides_is_the_ladder_in_force_by_post_and_names_nobody() -> None:
    desk = d.a_desk()
    text = filled(desk.town.politics)
    assert text.startswith(
        "The event goes ahead unless somebody with authority records a lawful reason against it."
    )
    assert "* **Head" in text
    assert "may approve" in text
    for person in (desk.head, desk.secretary):
        assert person.name not in text


def test_where_no_procedure_is_in_force_there_is_nothing_to_say() -> None:
    assert filled(a_town().provider) == ""
