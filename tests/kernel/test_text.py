import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dueregard.kernel.text import can_be_seen, tidy, why_not_text

BAD = [chr(each) for each in (*range(9), *range(11, 13), *range(14, 32), *range(127, 160))]
TURNING = [chr(each) for each in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))]


@pytest.mark.parametrize(
    "text", ["", "Priya Venn", "Łukasik", "Siân\nO’Neill", "a\tb", "عربي", "👩‍🎓", "\u200fشالوم"]
)
def test_ordinary_texts_of_any_script_are_kept(text: str) -> None:
    assert why_not_text(text) == []


@pytest.mark.parametrize("sign", BAD)
def test_a_control_character_is_refused_and_named(sign: str) -> None:
    assert why_not_text(f"a{sign}b") == [
        "This has a control character in it that cannot be seen. Type it here, do not paste it."
    ]


@pytest.mark.parametrize("sign", TURNING)
def test_a_character_that_turns_the_direction_of_text_is_refused(sign: str) -> None:
    assert why_not_text(f"report{sign}fdp.exe") == [
        "This has a hidden character in it that turns the direction of text. Type it here, do not paste it."
    ]


@pytest.mark.parametrize("sign", [chr(each) for each in (0xFFFD, 0xFFFE, 0xFFFF, 0xD800, 0xDFFF)])
def test_a_damaged_character_is_refused(sign: str) -> None:
    assert why_not_text(f"caf{sign}") == [
        "This has a damaged character in it, often shown as �. Type that word anew."
    ]


@given(st.text())
def test_what_is_kept_can_be_stored_and_compared(text: str) -> None:
    if not why_not_text(text):
        assert text.encode("utf-8").decode("utf-8") == text
        assert "\x00" not in text


@given(st.text())
def test_tidying_twice_changes_nothing_more(text: str) -> None:
    assert tidy(tidy(text)) == tidy(text)


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_tidying_deletes_nothing_but_white_space_at_the_ends(text: str) -> None:
    as_typed = unicodedata.normalize("NFC", text.replace("\r\n", "\n"))
    kept = as_typed.replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n").strip()
    assert tidy(text) == kept


def test_every_kind_of_line_end_becomes_one() -> None:
    assert tidy("a\r\nb\rc\u2028d\u2029e") == "a\nb\nc\nd\ne"


@pytest.mark.parametrize("text", ["", "  \n", "\u200b", "\u2060\u00a0", "\u3164", "\u2800", "\u0301"])
def test_white_space_and_fillers_alone_cannot_be_seen(text: str) -> None:
    assert not can_be_seen(text)


def test_one_letter_can_be_seen() -> None:
    assert can_be_seen("\u200ba")
