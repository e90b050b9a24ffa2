from typing import Any

import pytest
from django.forms import CharField, Form, PasswordInput, formset_factory
from django.http import QueryDict
from django.utils.html import escape
from hypothesis import given, settings
from hypothesis import strategies as st

from dueregard.kernel import forms
from dueregard.kernel.errors import Refused
from tests.kernel.samples import WRONG, SampleForm

NAMES = ["day_day", "day_month", "day_year", *SampleForm.base_fields]


class Outer(forms.DrForm):
    outcome = forms.Choice(
        [("refuse", "Refuse"), ("approve", "Approve")],
        radios=True,
        label="Outcome",
        unfold={"refuse": ["law", "serious"]},
    )
    law = forms.LongText(label="The law that you rely on")
    serious = forms.YesNo(label="Serious?", unfold={"yes": ["why"]})
    why = forms.TextLine(label="Why?")


def test_what_an_answer_that_was_not_chosen_holds_is_ignored() -> None:
    form = Outer({"outcome": "approve", "law": "a\x00", "serious": "yes", "why": ""})
    assert form.is_valid()
    assert form.cleaned_data == {"outcome": "approve", "law": "", "serious": None, "why": ""}


def test_an_unfolded_question_is_needed_when_its_answer_is_chosen() -> None:
    form = Outer({"outcome": "refuse", "serious": "yes"})
    assert form.summary == [("Fill in ‘The law that you rely on’", "#id_law"), ("Fill in ‘Why?’", "#id_why")]
    assert Outer({"outcome": "refuse", "law": "Section 26", "serious": "no"}).is_valid()


def test_unfolded_fields_are_drawn_under_their_answer_only() -> None:
    form = Outer()
    assert [field.name for field in form.outer_fields] == ["outcome"]
    drawn = str(form)
    assert drawn.count('name="law"') == drawn.count('name="why"') == 1
    assert drawn.index('value="refuse"') < drawn.index('name="law"') < drawn.index('value="approve"')


def test_the_summary_leads_to_the_control_itself() -> None:
    targets = {target: sentence for sentence, target in SampleForm(WRONG).summary}
    assert targets["#id_day_day"] == "November 2026 has no day 31. Enter a real date, like 17 12 2026"
    assert "#id_agree" in targets
    assert ("Choose an answer to ‘Outcome’", "#id_outcome_0") in Outer({}).summary
    drawn = str(SampleForm(WRONG))
    for target in targets:
        assert f'id="{target[1:]}"' in drawn


def test_what_was_typed_is_shown_again() -> None:
    drawn = str(SampleForm({**WRONG, "title": 'a<b>"&\u202e', "what_came": "</textarea><script>"}))
    for typed in (
        'value="31"',
        'value="25:00"',
        'value="12,00"',
        'value="priya@"',
        "a&lt;b&gt;&quot;&amp;\u202e",
    ):
        assert typed in drawn
    assert "&lt;/textarea&gt;&lt;script&gt;" in drawn


@settings(max_examples=150, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(NAMES), st.text(max_size=60) | st.sampled_from(["yes", "elsewhere", "31", "2026"])
    )
)
def test_whatever_is_sent_is_answered_with_a_form(sent: dict[str, str]) -> None:
    data = QueryDict(mutable=True)
    data.update(sent)
    form = SampleForm(data)
    assert not form.is_valid()
    drawn = str(form)
    for sentence, target in form.summary:
        assert escape(sentence) in drawn
        assert f'id="{target[1:]}"' in drawn


def test_only_the_wrong_part_of_a_date_is_marked() -> None:
    field = SampleForm(WRONG)["day"].as_field_group()
    assert [field.count(f'name="day_{part}"') for part in ("day", "month", "year")] == [1, 1, 1]
    assert field.count('aria-invalid="true"') == 1


def test_hint_and_error_describe_the_control() -> None:
    form = SampleForm({})
    field = form["title"].as_field_group()
    assert 'aria-describedby="id_title_helptext id_title_error"' in field
    assert 'id="id_title_helptext"' in field
    assert 'id="id_title_error"' in field
    counted = form["what_came"].as_field_group()
    assert 'aria-describedby="id_what_came_helptext id_what_came-info"' in counted
    assert 'data-maxlength="500"' in counted


def test_nothing_in_a_form_has_a_style_or_cuts_what_is_pasted() -> None:
    drawn = str(SampleForm(WRONG)) + str(Outer({}))
    for never in (" style=", " maxlength=", "data-aria-controls", " onclick="):
        assert never not in drawn


def test_a_rule_that_refuses_is_shown_above_the_form() -> None:
    form = Outer({"outcome": "approve"})
    assert form.is_valid()
    form.add_refusals(Refused(["This request has already been decided."]).reasons)
    assert form.summary == [("This request has already been decided.", "")]


def test_the_summary_takes_formsets_too() -> None:
    many = formset_factory(Outer, min_num=2, validate_min=True)
    found = many(
        {
            "form-TOTAL_FORMS": "1",
            "form-INITIAL_FORMS": "0",
            "form-0-outcome": "refuse",
            "form-0-serious": "no",
        }
    )
    assert not found.is_valid()
    assert ("Fill in ‘The law that you rely on’", "#id_form-0-law") in forms.summary(found, None)
    assert any(target == "" for _, target in forms.summary(found))


def test_forms_that_others_wrote_are_drawn_alike() -> None:
    class Theirs(Form):
        password = CharField(widget=PasswordInput)

    drawn = str(Theirs({}))
    assert 'class="govuk-input"' in drawn
    assert forms.summary(Theirs({})) == [("This field is required.", "#id_password")]
    assert forms.summary(Theirs()) == []


@pytest.mark.parametrize(
    ("initial", "data", "changed"),
    [
        ({"day": None, "start": None}, {}, []),
        ({"day": "2026-12-17"}, {"day_day": "17", "day_month": "12", "day_year": "2026"}, ["day"]),
        ({"stopped": True}, {"stopped": "yes"}, []),
        ({"stopped": True}, {"stopped": "no"}, ["stopped"]),
    ],
)
def test_a_form_knows_what_was_changed(
    initial: dict[str, Any], data: dict[str, Any], changed: list[str]
) -> None:
    assert SampleForm(data, initial=initial).changed_data == changed
