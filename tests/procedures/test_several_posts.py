"""Several posts at one step ('Chief Operating Officer or Director of Student Services'), and advice before it."""

from datetime import date

import pytest

from dueregard.procedures import rules
from dueregard.procedures.pictures import picture, rungs
from dueregard.procedures.rules import Mistakes
from dueregard.procedures.rules.comparing import changes
from dueregard.procedures.rules.words import plain_text
from tests.procedures.texts import SMALL, line_of

BOTH = SMALL.replace(
    'title = "Principal"\npost = "principal"', 'title = "Principal"\nposts = ["principal", "registrar"]'
)
TITLES = {"principal": "Principal", "registrar": "Registrar", "head": "Head", "panel": "Advisory panel"}
ADVICE = '\nadvice = "panel"\nadvice_within = "2 working days"\n'


def advised(extra: str = ADVICE) -> str:
    return BOTH.replace('posts = ["principal", "registrar"]\n', f'posts = ["principal", "registrar"]{extra}')


def mistake(text: str, posts: list[str] | None = None) -> rules.Mistake:
    with pytest.raises(Mistakes) as caught:
        rules.parse(text, posts)
    return caught.value.mistakes[0]


def test_a_step_names_several_posts_and_the_first_is_the_one_by_which_it_goes() -> None:
    step = rules.parse(BOTH, ["principal", "registrar", "head"]).step("principal")
    assert step is not None
    assert step.posts == ("principal", "registrar")
    assert step.post == "principal"


def test_one_post_in_a_list_is_one_post() -> None:
    one = SMALL.replace('post = "principal"', 'posts = ["principal"]')
    assert rules.parse(one) == rules.parse(SMALL)


def test_a_check_may_name_several_posts_too() -> None:
    text = SMALL.replace(
        'title = "Room"\npost = "registrar"', 'title = "Room"\nposts = ["registrar", "head"]'
    )
    check = rules.parse(text).check("room")
    assert check is not None
    assert check.posts == ("registrar", "head")


def test_an_unknown_post_among_several_is_named_with_its_line_and_a_remedy() -> None:
    found = mistake(BOTH.replace('"registrar"]', '"registrer"]'), ["principal", "registrar", "head"])
    assert (found.key, found.line) == ("step.principal.posts", line_of(BOTH, "posts ="))
    assert found.problem == "There is no post ‘registrer’."
    assert found.remedy == "Did you mean ‘registrar’?"


WRONG = [
    ("posts = []", "The list is empty.", "Fill it"),
    ('posts = "principal"', "not a list", "square brackets"),
    ('post = ["principal", "registrar"]', "One post is written as a text", "posts ="),
    ('posts = ["principal", "principal"]', "twice", "Leave one"),
    ('post = "principal"\nposts = ["principal", "registrar"]', "both ‘post’ and ‘posts’", "Keep"),
]


@pytest.mark.parametrize(("written", "problem", "remedy"), WRONG)
def test_what_is_wrong_with_posts_is_said_with_what_to_write(written: str, problem: str, remedy: str) -> None:
    found = mistake(BOTH.replace('posts = ["principal", "registrar"]', written))
    assert problem in found.problem
    assert remedy in found.remedy
    assert found.line >= line_of(BOTH, 'title = "Principal"')


def test_the_text_says_either_post_in_words_and_in_the_picture() -> None:
    document = rules.parse(BOTH)
    assert "Principal or Registrar may approve" in plain_text(document, TITLES)
    assert "Principal or Registrar, within 3 working days" in [rung.text for rung in rungs(document, TITLES)]
    assert "Principal or Registrar" in str(picture(document, TITLES))


def test_a_comparison_shows_the_post_that_was_added() -> None:
    (change,) = changes(rules.parse(SMALL), rules.parse(BOTH), TITLES)
    assert change.was == ("Principal may approve, approve with conditions or refuse, within 3 working days.",)
    assert change.now == (
        "Principal or Registrar may approve, approve with conditions or refuse, within 3 working days.",
    )


def test_a_unit_below_puts_one_post_in_place_of_several_and_the_other_way_round() -> None:
    one, several = (
        '[[step]]\nid = "principal"\npost = "head"\n',
        '[[step]]\nid = "team"\nposts = ["registrar", "head"]\n',
    )
    found = rules.parse_layers([rules.read(BOTH), rules.read(f"{one}\n{several}")])
    assert [step.posts for step in found.steps] == [("registrar", "head"), ("head",)]


@pytest.mark.parametrize("lock", ["step.principal", "step.principal.post", "step.principal.posts"])
def test_a_lock_on_a_step_holds_its_posts_however_they_are_written(lock: str) -> None:
    above = rules.read(f'{SMALL}\n[locks]\nkeys = ["{lock}"]\n', "Northmoor, version 1")
    below = rules.read('[[step]]\nid = "principal"\nposts = ["principal", "head"]\n')
    with pytest.raises(Mistakes) as caught:
        rules.parse_layers([above, below])
    assert caught.value.mistakes[0].key == "step.principal.post"
    assert "Northmoor, version 1 has locked" in caught.value.mistakes[0].problem


def test_what_is_written_reads_back_as_the_same() -> None:
    layer = rules.read(advised())
    again = rules.written(layer)
    assert 'posts = ["principal", "registrar"]' in again
    assert 'advice_within = "2 working days"' in again
    assert rules.parse(again) == rules.parse(advised())


def test_the_posts_of_the_next_step_confirm_a_refusal() -> None:
    text = BOTH.replace('may = ["pass up"]', 'may = ["approve", "refuse", "pass up"]')
    assert rules.confirmers(rules.parse(text), "team", frozenset()) == ("principal", "registrar")


def test_posts_that_stand_for_one_another_are_told_as_one() -> None:
    document = rules.parse(advised())
    assert document.alternatives() == [("registrar",), ("panel",), ("principal", "registrar"), ("head",)]
    assert document.posts() == ["registrar", "panel", "principal", "head"]


def test_advice_is_said_aloud_and_does_not_move_the_date() -> None:
    document = rules.parse(advised())
    step = document.step("principal")
    assert step is not None
    assert (step.advice, step.advice_within) == ("panel", 2)
    assert (
        "Before that, everybody in the post Advisory panel is asked for advice on risks and mitigations, "
        "within 2 working days. The advice decides nothing."
    ) in plain_text(document, TITLES)
    from dueregard.kernel.dates import WorkingCalendar

    def decided(text: str) -> date:
        found = rules.route(
            rules.parse(text),
            frozenset(),
            date(2026, 11, 2),
            date(2026, 12, 10),
            WorkingCalendar("ENG", frozenset()),
        )
        return found.decide_by

    assert decided(advised()) == decided(BOTH)


ADVICE_WRONG = [
    ('\nadvice = "panel"\n', "by when", "advice_within"),
    ('\nadvice_within = "2 working days"\n', "Nobody is asked", "advice ="),
    ('\nadvice = "panel"\nadvice_within = "4 working days"\n', "after the step’s own time", "no longer"),
    ('\nadvice = "registrar"\nadvice_within = "2 working days"\n', "cannot advise itself", "another post"),
]


@pytest.mark.parametrize(("written", "problem", "remedy"), ADVICE_WRONG)
def test_what_is_wrong_with_advice_is_said_with_what_to_write(
    written: str, problem: str, remedy: str
) -> None:
    found = mistake(advised(written))
    assert problem in found.problem
    assert remedy in found.remedy
    assert found.line >= line_of(advised(written), "advice")
