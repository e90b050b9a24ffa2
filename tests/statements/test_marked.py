"""The safe subset of Markdown: what it draws, and that nothing typed becomes a tag."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dueregard.statements.marked import as_html, as_plain

ALLOWED = re.compile(
    r'</?(?:h[234]|p|ul|ol|li|strong|em)(?: class="[a-z- _0-9]+")?>|<a class="govuk-link" href="[^"<>]*">|</a>'
)


def test_headings_paragraphs_lists_and_emphasis_are_drawn() -> None:
    html = as_html("# Values\n\nWe *ask* and **answer**.\n\n- one\n- two\n  goes on\n\n1. first\n2. second")
    assert '<h2 class="govuk-heading-m">Values</h2>' in html
    assert '<p class="govuk-body">We <em>ask</em> and <strong>answer</strong>.</p>' in html
    assert "<li>one</li><li>two goes on</li></ul>" in html
    assert '<ol class="govuk-list govuk-list--number"><li>first</li><li>second</li></ol>' in html


@pytest.mark.parametrize("address", ["https://northmoor.example/a?b=1", "mailto:a@b.example", "/events/"])
def test_a_link_goes_where_it_says(address: str) -> None:
    assert f'<a class="govuk-link" href="{address}">here</a>' in as_html(f"Read [here]({address}).")


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "//evil.example", "data:text/html,x", "JaVaScRiPt:alert(1)", "ftp://a.example"],
)
def test_an_address_that_is_none_of_ours_shows_as_it_was_typed(address: str) -> None:
    html = as_html(f"[here]({address})")
    assert "<a" not in html
    assert "[here](" in html


def test_html_shows_as_it_was_typed() -> None:
    assert "&lt;script&gt;" in as_html("<script>alert(1)</script>")
    assert "<img" not in as_html('![x](https://a.example/" onerror="alert(1))')


@given(st.text(alphabet="#*-1. []()<>\"'&/:abhtps\n\\", max_size=200))
def test_whatever_is_typed_only_our_own_tags_come_out(text: str) -> None:
    assert "<" not in ALLOWED.sub("", as_html(text))


@given(st.text(max_size=300))
def test_no_text_breaks_it(text: str) -> None:
    as_html(text)
    as_plain(text)


def test_a_mail_says_the_same_without_marks() -> None:
    assert as_plain("# Values\n\nWe *ask* [here](/events/).\n\n- one\n- two") == (
        "Values\n\nWe ask here (/events/).\n\n- one\n- two"
    )


def test_a_long_line_of_marks_is_read_quickly() -> None:
    as_html("*" * 20_000 + "[" * 20_000 + "](" * 20_000)
