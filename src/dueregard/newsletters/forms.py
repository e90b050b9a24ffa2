"""What people type on the pages of newsletters, briefings and the law-change log."""

from django import forms

from dueregard.kernel.forms import DateParts, DrForm, LongText, TextLine


class Revision(forms.IntegerField):
    widget = forms.HiddenInput


class LawChangeForm(DrForm):
    title = TextLine(label="What changed?", hint="In one line, as you would say it.")
    starts = DateParts(label="From which day does it hold?", hint="It may lie ahead. For example, 1 8 2025")
    source = TextLine(
        label="Where is it written?",
        hint="The address of the law, the guidance or the announcement, beginning with https://",
        max_length=500,
    )
    means = LongText(
        label="What does it mean here?",
        hint="What to do, or what not to do any more.",
        max_length=2000,
        rows=5,
    )
    whom = TextLine(
        label="For whom?", hint="For example, whoever books rooms. You may leave this out.", required=False
    )
    revision = Revision(min_value=0, max_value=1_000_000)
