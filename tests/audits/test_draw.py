"""The draw, as arithmetic: the same everywhere, for everybody, for ever."""

from __future__ import annotations

import hashlib
import shutil
import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dueregard.audits.rules.drawing import NotAList, draw, is_seed, listed, place, read_list
from dueregard.audits.rules.strata import PlainFacts, in_order, stratum_of

HUNDRED = {f"E-{number:04d}": "routine" for number in range(1, 101)}
populations = st.dictionaries(
    st.integers(1, 99_999).map(lambda number: f"E-{number:04d}"),
    st.sampled_from(["refused", "late", "routine"]),
    max_size=30,
)


def test_the_draw_of_a_hundred_is_what_it_was_on_the_day_when_it_was_written_down() -> None:
    """A golden answer: it must never change, whatever Python or database comes."""
    drawn = [each.number for each in draw(HUNDRED, {"all": 5}, "spring-2027")]
    assert drawn == GOLDEN


GOLDEN = ["E-0068", "E-0013", "E-0049", "E-0099", "E-0006"]


@pytest.mark.skipif(not shutil.which("sha256sum"), reason="needs sha256sum")
def test_a_place_in_the_line_can_be_had_without_our_program() -> None:
    done = subprocess.run(["sha256sum"], input=b"spring-2027|E-0412", capture_output=True, check=True)
    assert done.stdout.decode().split()[0] == place("spring-2027", "E-0412")


@given(population=populations, seed=st.sampled_from(["a", "b7", "spring-2027"]), size=st.integers(1, 20))
def test_the_order_in_which_the_population_comes_does_not_matter(population, seed, size) -> None:
    turned = dict(reversed(list(population.items())))
    assert draw(population, {"all": size}, seed) == draw(turned, {"all": size}, seed)


@given(population=populations, size=st.integers(1, 20))
def test_a_larger_sample_contains_the_smaller_one(population, size) -> None:
    small = draw(population, {"all": size}, "a")
    assert set(small) <= set(draw(population, {"all": size + 5}, "a"))


@given(population=populations)
def test_the_published_list_gives_the_population_back_and_the_same_sample(population) -> None:
    again = read_list(listed(population))
    assert again == population
    assert draw(again, {"all": 3}, "a") == draw(population, {"all": 3}, "a")


def test_a_stratum_smaller_than_its_size_is_drawn_whole_and_one_without_a_size_not_at_all() -> None:
    population = {"E-0001": "refused", "E-0002": "late", "E-0003": "late"}
    assert [each.number for each in draw(population, {"refused": 9}, "a")] == ["E-0001"]


def test_another_seed_gives_another_sample() -> None:
    assert draw(HUNDRED, {"all": 5}, "a") != draw(HUNDRED, {"all": 5}, "b")


@pytest.mark.parametrize(
    "text", ["E-1,late\n", "E-0001\n", "E-0001,\n", "E-0001,late\nE-0001,late\n", "=1+1,x\n"]
)
def test_a_file_that_is_no_list_says_in_which_line(text: str) -> None:
    with pytest.raises(NotAList, match="Line"):
        read_list(text)


@pytest.mark.parametrize(
    ("seed", "good"), [("spring-2027", True), ("", False), ("a b", False), ("é", False), ("x" * 65, False)]
)
def test_a_seed_is_a_code_that_means_the_same_bytes_to_everybody(seed: str, good: bool) -> None:
    assert is_seed(seed) is good


@pytest.mark.parametrize(
    ("facts", "stratum"),
    [
        (PlainFacts("decided", "refused", late=True, designated=True), "refused"),
        (PlainFacts("decided", "approved-with-conditions", designated=True), "conditions"),
        (PlainFacts("not-decided", late=True), "not-decided"),
        (PlainFacts("withdrawn", designated=True), "withdrawn"),
        (PlainFacts("decided", "approved", late=True, designated=True), "designated"),
        (PlainFacts("decided", "approved", late=True), "late"),
        (PlainFacts("decided", "approved"), "routine"),
        (PlainFacts("decided", "refused", brought_in=True), "brought-in"),
    ],
)
def test_a_request_is_in_the_first_stratum_that_it_fits(facts: PlainFacts, stratum: str) -> None:
    assert stratum_of(facts) == stratum


def test_strata_stand_where_there_is_most_to_look_at_first() -> None:
    assert in_order(["routine", "arts", "refused"]) == ["refused", "routine", "arts"]


def test_hashing_is_what_the_decision_says() -> None:
    assert place("s", "E-0001") == hashlib.sha256(b"s|E-0001").hexdigest()
