"""What a person says of a booking."""

import re
from collections.abc import Mapping
from typing import Any

from dueregard.bookings.models import Source
from dueregard.bookings.queries.bookings import ONLY, WHEN, Filters
from dueregard.kernel.forms import Choice, DateParts, DrForm, Email, LongText, TextLine

NUMBER = re.compile(r"(?:E-?)?0*([1-9][0-9]{0,8})", re.IGNORECASE)


class NumberForm(DrForm):
    """A link to a request, by its number or by the button next to a proposal (`request`)."""

    number = TextLine(label="Number of the request", width=10, hint="Such as E-0412.", required=False)

    def clean_number(self) -> int | None:
        text = self.cleaned_data["number"]
        if not text:
            return None
        found = NUMBER.fullmatch(text.replace(" ", ""))
        if found is None:
            self.add_error("number", "Enter the number of a request, like E-0412")
            return None
        return min(int(found[1]), 2**31 - 1)


class SettleForm(DrForm):
    do = Choice(
        [
            ("same", "It is the same as a request"),
            ("not-needed", "It needs no request"),
            ("later", "Look again later"),
        ],
        radios=True,
        label="What is it?",
        needed="Choose what this booking is.",
        unfold={"same": ["number"], "not-needed": ["reason"], "later": ["until"]},
    )
    number = TextLine(
        label="Number of the request",
        width=10,
        hint="Such as E-0412.",
        needed="Enter the number of the request.",
    )
    reason = LongText(label="Why not?", rows=3, max_length=1000, needed="Say why it needs no request.")
    until = DateParts(label="On which day?", needed="Enter the day on which you want to look again.")

    clean_number = NumberForm.clean_number


class LetterForm(DrForm):
    """`address` is asked for only where the booking has none."""

    address = Email(label="Their e-mail address", needed="Enter an e-mail address like name@example.ac.uk")
    subject = TextLine(label="Subject", max_length=200)
    text = LongText(label="Letter", rows=18, max_length=6000)

    def __init__(self, *args: Any, has_address: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if has_address:
            del self.fields["address"]


class ChangeForm(DrForm):
    note = LongText(
        label="Why does the request stay as it is?",
        rows=3,
        max_length=1000,
        needed="Say why the request stays as it is.",
    )


class FilterForm(DrForm):
    """Read from the address: nonsense is said, and counts as nothing asked."""

    only = Choice(list(ONLY.items()), label="Only", blank="All bookings", required=False)
    source = Choice(label="Source", blank="All sources", required=False)
    when = Choice(list(WHEN.items()), label="When", blank="From today on", required=False)

    def __init__(self, data: Mapping[str, Any], *, sources: list[Source]) -> None:
        super().__init__(data)
        self._sources = {str(source.pk): source for source in sources}
        field = self.fields["source"]
        assert isinstance(field, Choice)
        field.choices = [("", "All sources"), *((pk, source.name) for pk, source in self._sources.items())]
        self.is_valid()

    def filters(self) -> Filters:
        found = self.cleaned_data
        return Filters(
            found.get("only", ""), self._sources.get(found.get("source", "")), found.get("when") == "past"
        )

    def in_use(self) -> list[tuple[str, str]]:
        said = []
        for name in ("only", "source", "when"):
            field = self.fields[name]
            value = self.cleaned_data.get(name)
            if value and isinstance(field, Choice):
                said.append((name, str(dict(field.choices).get(value, value))))  # type: ignore[arg-type]
        return said
