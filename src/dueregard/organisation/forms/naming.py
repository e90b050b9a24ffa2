"""Naming one person exactly: no list of people is shown to whoever types."""

from dueregard.kernel.forms import DrForm
from dueregard.organisation.models import Person
from dueregard.organisation.queries.people import named

HOW = "A full name, an e-mail address or a number."


def the_one_named(form: DrForm, field: str) -> Person | None:
    """The person whom the words of a cleaned field name. None, with the field's error, where that is nobody or
    several; None without one where nothing was typed."""
    words = form.cleaned_data.get(field)
    people = named(words) if words else []
    if len(people) == 1:
        return people[0]
    if people:
        form.add_error(field, "Several people have this name. Type the e-mail address.")
    elif words:
        form.add_error(field, "Nobody has exactly this name, address or number. Try the e-mail address.")
    return None
