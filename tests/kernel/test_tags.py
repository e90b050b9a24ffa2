from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from django.template import engines
from django.test import RequestFactory

from dueregard.kernel.dates import WorkingCalendar
from dueregard.kernel.paging import Slice
from tests.kernel.samples import ITEMS, RUNGS, SampleForm


def drawn(source: str, **context: Any) -> str:
    text = engines["django"].from_string("{% load dueregard %}" + source).render(context)
    return str(text).strip()


def test_dates_and_moments_are_london_ones() -> None:
    late = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)
    assert drawn("{{ at|moment }}", at=late) == "Thu 2 Jul, 00:30"
    assert drawn("{{ at|short_date }}", at=late) == "Thu 2 Jul"
    assert drawn("{{ at|long_date }}", at=date(2026, 11, 24)) == "Tuesday 24 November 2026"
    assert drawn("{{ at|moment }}{{ at|short_date }}{{ at|long_date }}", at=None) == ""


def test_a_tag_has_its_word_and_a_colour_that_exists() -> None:
    assert (
        drawn('{% tag text "green" %}', text="<b>")
        == '<strong class="govuk-tag govuk-tag--green">&lt;b&gt;</strong>'
    )
    with pytest.raises(ValueError, match="no tag colour 'purple'"):
        drawn('{% tag "Late" "purple" %}')


def test_the_dots_are_for_the_eye_only_and_need_no_style() -> None:
    dots = drawn("{% pips 2 3 1 %}")
    assert dots.count("<circle") == 6
    assert 'aria-hidden="true"' in dots
    assert "style" not in dots
    assert drawn("{% pips 20 3 %}") == ""


def test_the_clock_says_its_words_first() -> None:
    clock = drawn(
        "{% clock since due today calendar %}",
        since=datetime(2026, 11, 13, 12, 21, tzinfo=UTC),
        due=date(2026, 11, 25),
        today=date(2026, 11, 24),
        calendar=WorkingCalendar(),
    )
    assert clock.startswith('<span class="dr-clock dr-clock--soon"><b>1 working day left</b>')
    assert clock.index("by Wed 25 Nov") < clock.index("<svg")


def test_a_stopped_clock_says_for_whom_it_waits() -> None:
    clock = drawn('{% clock_stopped "the organiser" since 1 %}', since=date(2026, 11, 23))
    assert "Stopped: waits for the organiser" in clock
    assert "since Mon 23 Nov; 1 working day is left when it starts again" in clock


def test_a_ladder_says_now_and_done_in_words() -> None:
    steps = drawn("{% ladder rungs %}", rungs=RUNGS)
    assert "(done)" in steps
    assert "Chief Operating Officer: now" in steps
    assert steps.count('class="is-maybe"') == 1


def test_a_timeline_names_who_and_when() -> None:
    story = drawn("{% timeline items %}", items=ITEMS)
    assert "Hakeem Oyelaran, <time" in story
    assert story.count("moj-timeline__item--system") == 1
    assert "<h3" in story
    assert "<h2" in drawn("{% timeline items 2 %}", items=[SimpleNamespace(**vars(ITEMS[0]))])


def test_the_pages_keep_the_filters() -> None:
    request = RequestFactory().get("/events/", {"q": "a&b", "after": "old"})
    links = drawn("{% pages slice %}", slice=Slice([], "next", None), request=request)
    assert 'href="?q=a%26b&amp;after=next"' in links
    assert "Previous" not in links
    assert drawn("{% pages slice %}", slice=Slice([], None, None), request=request) == ""


def test_a_page_can_put_content_of_its_own_under_an_answer() -> None:
    found = drawn(
        '{% fieldset form.stopped %}{% answer form.stopped "no" %}{% endfieldset %}', form=SampleForm()
    )
    assert "<legend" in found
    assert found.count('type="radio"') == 1
    with pytest.raises(ValueError, match="no answer 'perhaps'"):
        drawn('{% answer form.stopped "perhaps" %}', form=SampleForm())


def test_a_summary_of_nothing_is_nothing() -> None:
    assert drawn("{% error_summary form %}", form=SampleForm()) == ""
    assert drawn('{% include "kernel/error_summary.html" %}') == ""
