from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from dueregard.kernel import forms


def reasons(field: Any, value: Any) -> list[str]:
    with pytest.raises(ValidationError) as refusal:
        field.clean(value)
    return list(refusal.value.messages)


@pytest.mark.parametrize("value", [None, "", "  ", "\n"])
def test_a_line_that_is_needed_says_what_to_fill_in(value: Any) -> None:
    assert reasons(forms.TextLine(label="Title"), value) == ["Fill in ‘Title’"]


def test_a_field_can_say_in_its_own_words_what_it_needs() -> None:
    assert reasons(forms.TextLine(label="Title", needed="Say what it is called"), "") == [
        "Say what it is called"
    ]


def test_a_line_is_tidied_and_counted_after_tidying() -> None:
    field = forms.TextLine(label="Title", max_length=5)
    assert field.clean("  cafe\u0301 ") == "caf\u00e9"
    assert reasons(field, "abcdef") == ["Shorten this to 5 characters or fewer; it has 6."]


def test_a_line_has_no_second_line() -> None:
    assert reasons(forms.TextLine(label="Title"), "a\nb") == ["Write this on one line, without tabs."]
    assert forms.LongText(label="Body").clean("a\r\n\tb") == "a\n\tb"


def test_characters_that_cannot_be_seen_are_no_answer() -> None:
    field = forms.TextLine(label="Title", required=False)
    assert reasons(field, "\u200b\u2060") == ["This has only characters that cannot be seen. Type it anew."]


@pytest.mark.parametrize(
    "field", [forms.TextLine(label="T"), forms.LongText(label="T"), forms.Email(label="T")]
)
@pytest.mark.parametrize("value", ["a\x00b", "a\u202eb", "a\ufffdb", "a\x1bb"])
def test_every_text_field_refuses_what_deceives_or_breaks(field: Any, value: str) -> None:
    assert any("character" in reason for reason in reasons(field, value))


@pytest.mark.parametrize(
    "value", ["priya@example.ac.uk", "p.venn+su@union.example.org", "o'neill@example.com", "A@b-c.co"]
)
def test_ordinary_addresses_are_taken(value: str) -> None:
    assert forms.Email(label="E-mail").clean(f" {value} ") == value


@pytest.mark.parametrize(
    "value",
    [
        "priya", "priya@", "@example.com", "a@b", "a b@example.com", "a..b@example.com", ".a@example.com",
        "a@-b.com", "a@b..com", "a@example.com, b@example.com", "Priya <a@example.com>", "a@[127.0.0.1]",
        "a@example.com\nBcc: b@example.com", "a@example.com\r\n\r\nHello", "prıya@example.com", "a@exämple.com",
        '"a b"@example.com', f"{'a' * 65}@example.com", f"a@{'b' * 300}.com", "a@example.c", "mailto:a@b.com",
    ],
)  # fmt: skip
def test_what_is_no_plain_address_is_refused(value: str) -> None:
    assert reasons(forms.Email(label="E-mail"), value)


def test_numbers_and_times_say_what_to_do() -> None:
    number = forms.WholeNumber(label="People", min=1, max=5000)
    assert number.clean("1,200") == 1200
    assert reasons(number, "10" * 15) == ["Enter a whole number from 1 to 5,000"]
    assert forms.WholeNumber(label="People", required=False).clean("") is None
    assert reasons(forms.TimeOfDay(label="Start"), "half six") == ["Enter the time like 18:30 or 6.30pm"]


def test_three_empty_boxes_are_no_date() -> None:
    assert forms.DateParts(label="When", required=False).clean(["", "", ""]) is None
    assert reasons(forms.DateParts(label="When is it?"), None) == [
        "Enter the date for ‘When is it?’, like 17 12 2026"
    ]


def test_yes_and_no_are_true_and_false_and_neither_is_none() -> None:
    field = forms.YesNo(label="Stopped?", required=False)
    assert [field.clean(value) for value in ("yes", "no", "", None)] == [True, False, None, None]
    assert reasons(field, "maybe") == ["Choose one of the answers that are offered"]


def test_a_select_starts_with_nothing_chosen() -> None:
    field = forms.Choice([("talk", "Talk")], label="Kind")
    assert list(field.choices) == [("", "Choose"), ("talk", "Talk")]
    assert reasons(field, "") == ["Choose an answer to ‘Kind’"]
    assert reasons(field, "rave") == ["Choose one of the answers that are offered"]


def test_many_choices_are_a_list() -> None:
    field = forms.ManyChoice([("a", "A"), ("b", "B")], label="Needs", required=False)
    assert field.clean(["b", "a"]) == ["b", "a"]
    assert field.clean([]) == []
    assert reasons(field, ["c"]) == ["Choose among the answers that are offered"]


def test_a_file_has_a_size_and_a_plain_name() -> None:
    field = forms.Upload(label="Paper", max_bytes=1024 * 1024)
    assert field.clean(SimpleUploadedFile("paper.pdf", b"x")).name == "paper.pdf"
    assert reasons(field, None) == ["Choose a file for ‘Paper’"]
    assert reasons(field, SimpleUploadedFile("a.pdf", b"")) == ["This file is empty. Choose another one."]
    assert reasons(field, SimpleUploadedFile("a.pdf", b"x" * 1024 * 1025)) == [
        "Choose a file of at most 1 MB."
    ]
    assert reasons(field, SimpleUploadedFile("a\u202efdp.exe", b"x")) == [
        "Give the file a plain name of at most 200 characters, then choose it again."
    ]
