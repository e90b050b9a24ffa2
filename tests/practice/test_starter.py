"""The starter collection: a piece for each arrangement and two briefs, labelled as illustrations (H1, H3)."""

import re
import tomllib
from importlib import resources

import pytest

from dueregard.kernel.refs import system
from dueregard.practice.choices import ProviderType, Size
from dueregard.practice.commands.starter import THEMES, pieces, put_up
from dueregard.practice.models import CaseStudy
from dueregard.practice.queries.hub import front
from tests.practice.shelf import NOW

ARRANGEMENTS = {
    *(f"W{number}" for number in range(1, 5)),
    *(f"E{number}" for number in range(1, 6)),
    *(f"L{number}" for number in range(1, 5)),
    *(f"S{number}" for number in range(1, 4)),
    *(f"T{number}" for number in range(1, 6)),
    *(f"I{number}" for number in range(1, 5)),
    "P1",
    "P2",
}


def test_there_is_a_piece_for_every_arrangement() -> None:
    folder = resources.files("dueregard.practice").joinpath("starter")
    heads = [tomllib.loads(file.read_text("utf-8").split("+++\n")[1]) for file in folder.iterdir()]
    assert {head["arrangement"] for head in heads if "arrangement" in head} == ARRANGEMENTS
    assert sum(head.get("kind") == "brief" for head in heads) == 2


@pytest.mark.parametrize("piece", pieces(), ids=lambda piece: piece.slug)
def test_each_piece_is_whole(piece) -> None:
    assert set(piece.themes) <= {title for title, _ in THEMES}
    assert piece.size in ("", *Size.values)
    assert piece.provider_type in ("", *ProviderType.values)
    assert 20 < len(piece.summary) <= 200
    headings = re.findall(r"^## (.+)$", piece.text, re.MULTILINE)
    if piece.kind == "brief":
        assert headings == ["In one paragraph", "What we learnt from it", "Questions to ask yourself"]
        assert len(piece.shows) >= 5
    else:
        assert headings == ["What was needed", "What they did", "How it runs", "What to watch"]


@pytest.mark.django_db
def test_it_is_published_once_as_illustrations_and_never_counted_as_published_practice() -> None:
    assert put_up(by=system("tests"), now=NOW) == len(pieces())
    assert put_up(by=system("tests"), now=NOW) == 0
    assert set(CaseStudy.objects.values_list("status", "illustration")) == {("published", True)}
    shown = front()
    assert [str(tile.theme) for tile in shown.tiles] == [title for title, _ in THEMES]
    assert {tile.count for tile in shown.tiles} == {0}
    assert [brief.says for brief in shown.briefs] == ["Shown in 6 illustrations."] * 2
