"""What an answer must say, and which lines a case study suggests."""

from __future__ import annotations

from datetime import date

import pytest

from dueregard.adoption.rules.answering import (
    Line,
    Words,
    why_not_answer,
    why_not_draft,
    why_not_link,
    why_not_plan,
)
from dueregard.adoption.rules.proposing import LONGEST, MOST, proposed

TODAY, LATER = date(2026, 11, 24), date(2027, 11, 1)


def why_not(says: str, **changes: object) -> list[str]:
    facts = {
        "reason": "",
        "evidence": "",
        "evidence_link": "",
        "owner_post": "registrar",
        "review_on": LATER,
    } | changes
    return why_not_answer(Words(says, **facts), stands=0, today=TODAY)  # type: ignore[arg-type]


def test_each_answer_says_what_it_must() -> None:
    assert why_not("will") == []
    assert why_not("does") == ["Say what shows that you do this."]
    assert why_not("does", evidence="Minutes of May") == []
    assert why_not("not") == ["Say why this is not for you."]
    assert why_not("not", reason="We have no halls") == []
    assert why_not("will", owner_post="", review_on=TODAY) == [
        "Choose the post that answers for it.",
        "Choose a day still to come on which this is looked at again.",
    ]


def test_whoever_answers_over_another_answer_is_told() -> None:
    said = Words("will", "", "", "", "registrar", LATER, number=1)
    assert why_not_answer(said, stands=2, today=TODAY)[0].startswith("Somebody else has answered meanwhile.")


@pytest.mark.parametrize("link", ["https://northmoor.example/register", "http://intranet/a?b=c", ""])
def test_a_web_address_is_taken(link: str) -> None:
    assert why_not_link(link) == []


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "//elsewhere.example",
        "file:///etc/passwd",
        "https://",
        "https://a b",
        "https://[",
        "see the minutes",
    ],
)
def test_anything_else_is_refused(link: str) -> None:
    assert why_not_link(link) == ["Enter a web address that begins with https://, or leave it empty."]


def test_actions_follow_from_we_will_alone_and_have_an_owner_and_a_day() -> None:
    line = Line("Name a deputy", "registrar", LATER)
    assert why_not_plan(says="will", lines=[line], today=TODAY) == []
    assert why_not_plan(says="not", lines=[line], today=TODAY) == [
        "Answer ‘We will’ first: actions follow from that."
    ]
    assert why_not_plan(says="will", lines=[], today=TODAY) == ["Give at least one line an owner and a day."]
    assert why_not_plan(says="will", lines=[Line("", "", date(2026, 1, 1))], today=TODAY) == [
        "Line 1: say what is to be done.",
        "Line 1: choose the post that does it.",
        "Line 1: choose a day that is still to come.",
    ]


def test_no_draft_is_laid_over_another_or_over_the_same_text() -> None:
    facts = {
        "says": "will",
        "preset": "small-college",
        "unit": "Northmoor",
        "open_draft": False,
        "same": False,
    }
    assert why_not_draft(**facts) == []  # type: ignore[arg-type]
    assert why_not_draft(**facts | {"open_draft": True})[0].startswith("Northmoor has an open draft already.")  # type: ignore[arg-type]
    assert why_not_draft(**facts | {"same": True}) == [
        "What is in force in Northmoor is this preset’s procedure already."
    ]  # type: ignore[arg-type]
    assert why_not_draft(**facts | {"preset": ""}) == [
        "No preset of ours goes with this case study. Agree actions instead."
    ]  # type: ignore[arg-type]


def test_lines_come_from_how_it_runs_as_bullets_or_sentences() -> None:
    assert proposed(
        "## How it runs\n\n- Keep **one** register\n- Count it\n  every month\n\n## What to watch\n\n- Late ones"
    ) == [
        "Keep one register",
        "Count it every month",
    ]
    assert proposed(
        "## What they did\n\n- One\n\n## How it runs\n\nEach has a deputy. They meet [weekly](https://x.example)."
    ) == [
        "Each has a deputy.",
        "They meet weekly.",
    ]
    assert proposed("They did this:\n\n- One\n- Two") == ["One", "Two"]
    assert proposed("Only words.") == []
    many = "## How it runs\n" + "".join(f"- {'x' * 400} {n}\n" for n in range(20))
    assert [len(line) for line in proposed(many)] == [LONGEST] * MOST
