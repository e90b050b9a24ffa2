"""Text that a spreadsheet program could take for a formula: how CSV keeps it harmless and whole (T17).

The escape is one apostrophe in front, as people themselves type it in a spreadsheet. It is put before text that
begins with a line break or a tab, or whose first character after any blank, invisible or apostrophe characters is
one of = + - @ | %, in any width. Nothing is deleted, and `undone` takes exactly the added apostrophe away again:
a text that had an apostrophe there already gets a second one.
"""

import unicodedata

_LEADS = frozenset("=+-@|%\N{MINUS SIGN}")
_BREAKS = ("\t", "\r", "\n")
_UNSEEN = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp", "Mn", "Me", "Cn", "Co", "Cs"})
# Letters that draw nothing (Hangul fillers, the blank of Braille); they hide a lead as a space does.
_BLANK_LETTERS = frozenset("\u115f\u1160\u2800\u3164\uffa0")


def could_be_formula(text: str) -> bool:
    """Whether some spreadsheet program might evaluate `text`, apostrophes in front disregarded."""
    text = text.lstrip("'")
    if text.startswith(_BREAKS):
        return True
    for character in text:
        if character == "'" or character in _BLANK_LETTERS or unicodedata.category(character) in _UNSEEN:
            continue
        return unicodedata.normalize("NFKC", character)[:1] in _LEADS
    return False


def escaped(text: str) -> str:
    return f"'{text}" if could_be_formula(text) else text


def undone(text: str) -> str:
    """The text as it was before `escaped`; also what a person's own leading apostrophe meant."""
    return text[1:] if text.startswith("'") and could_be_formula(text) else text
