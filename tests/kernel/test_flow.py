from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from dueregard.kernel import flow
from tests.kernel.samples import picture

NAME = "{http://www.w3.org/2000/svg}"


def test_the_picture_has_a_title_a_description_and_classes_only() -> None:
    drawn = ElementTree.fromstring(picture())
    assert drawn.get("role") == "img"
    assert [drawn.findtext("title"), drawn.findtext("desc")] == [
        "The procedure for speakers",
        "Two checks, then one or two people decide.",
    ]
    assert not [each for each in drawn.iter() if "style" in each.attrib or "fill" in each.attrib]


def test_checks_of_one_rank_stand_beside_each_other_and_steps_below() -> None:
    boxes = [(rect.get("x"), rect.get("y")) for rect in ElementTree.fromstring(picture()).iter("rect")]
    assert boxes[1][1] == boxes[2][1]
    assert boxes[1][0] != boxes[2][0]
    assert len({y for _, y in boxes}) == 5


def test_what_people_wrote_is_text_in_the_picture() -> None:
    drawn = flow.svg([flow.Node("a", "<script>&")], [], "<t>", "d")
    assert "<script>" not in drawn
    assert ElementTree.fromstring(drawn).findtext("title") == "<t>"


@given(st.lists(st.text(st.characters(categories=["L", "N", "P", "Zs"]), max_size=90), max_size=5))
def test_any_titles_make_a_picture_in_which_they_fit(titles: list[str]) -> None:
    nodes = [flow.Node(str(at), title) for at, title in enumerate(titles)]
    edges = [(str(at), str(at + 1), "") for at in range(len(nodes) - 1)]
    drawn = ElementTree.fromstring(flow.svg(nodes, edges, "t", "d"))
    assert all(len(text.text or "") <= 24 for text in drawn.iter("text"))
