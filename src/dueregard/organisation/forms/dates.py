from collections.abc import Sequence
from typing import Any

from dueregard.kernel.forms import Choice, DateParts, DrForm, TextLine
from dueregard.organisation.models import Holding, Person
from dueregard.organisation.queries.people import named

AT_ONCE, ON_A_DAY = "at-once", "on"


class EndForm(DrForm):
    when = Choice(
        [(AT_ONCE, "At once"), (ON_A_DAY, "After a last day")],
        label="When does it end?",
        radios=True,
        unfold={ON_A_DAY: ["last_day"]},
    )
    last_day = DateParts(label="Last day")


class LeaveForm(DrForm):
    on = DateParts(label="Last day", hint="Posts end with this day, and so does what the account may do.")


class ClosureForm(DrForm):
    name = TextLine(label="Name", max_length=100, hint="Such as Winter closure.")
    first = DateParts(label="First day")
    last = DateParts(label="Last day", required=False, hint="Leave empty for a single day.")


class AwayForm(DrForm):
    """When somebody is away, and for each of their posts who stands in."""

    starts = DateParts(label="First day away")
    ends = DateParts(label="Last day away", required=False, hint="Leave empty if you do not know yet.")

    def __init__(
        self, *args: Any, holdings: Sequence[Holding], meanwhile: dict[Any, str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.holdings = list(holdings)
        for holding in self.holdings:
            self.fields[f"post_{holding.pk}"] = TextLine(
                label=f"Who stands in as {holding.post.kind.title}, {holding.post.unit.name}?",
                required=False,
                hint=f"A full name, an e-mail address or a number. If you leave this empty: {meanwhile[holding.post_id]}",
            )

    def clean(self) -> None:
        self.deputies = {}
        for holding in self.holdings:
            name = f"post_{holding.pk}"
            if words := self.cleaned_data.get(name):
                found = self._person(words, name)
                if found:
                    self.deputies[holding.post_id] = found

    def _person(self, words: str, field: str) -> Person | None:
        people = named(words)
        if len(people) == 1:
            return people[0]
        if not people:
            self.add_error(field, "Nobody has exactly this name, address or number. Try the e-mail address.")
        else:
            names = "; ".join(f"{person.name} ({person.email or person.unit.name})" for person in people[:5])
            self.add_error(field, f"Several people could be meant: {names}. Type the e-mail address.")
        return None
