"""Markdown that people write: a safe subset, with the classes of our pages."""

import re

import pytest

from dueregard.kernel.markdown import html_of, plain_of


def test_the_highest_heading_stands_below_the_page_s_own() -> None:
    assert html_of("# One\n\n## Two") == (
        '<h2 class="govuk-heading-m">One</h2>\n<h3 class="govuk-heading-s">Two</h3>\n'
    )
    assert html_of("### Only") == '<h2 class="govuk-heading-m">Only</h2>\n'


def test_lists_links_and_emphasis_look_like_the_rest_of_the_page() -> None:
    shown = html_of("See [the code](/code-of-practice):\n\n- *one*\n- **two**")
    assert '<a href="/code-of-practice" class="govuk-link">the code</a>' in shown
    assert '<ul class="govuk-list govuk-list--bullet">' in shown
    assert "<em>one</em>" in shown
    assert "<strong>two</strong>" in shown


@pytest.mark.parametrize(
    "nasty",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "![x](https://elsewhere.example/x.png)",
        '<a href="x" style="color:red" onclick="x()">y</a>',
        "[x](  java\tscript:alert(1))",
        "<iframe src=//elsewhere.example></iframe>",
        "| a |\n|:-:|\n| <b onmouseover=x()>b</b> |",
    ],
)
def test_nothing_that_runs_loads_or_paints_comes_through(nasty: str) -> None:
    tags = " ".join(re.findall(r"<[^>]*>", html_of(nasty)))
    for word in ("script", "img", "iframe", "data:", "style", "onclick", "onmouseover", "<b "):
        assert word not in tags


def test_the_words_alone() -> None:
    assert plain_of("# One\n\nSee [the *code*](/x) and\n\n- `two`") == "One See the code and two"
