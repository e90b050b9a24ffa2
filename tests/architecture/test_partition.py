"""Who goes to an event is nobody's business: there is no place for it, so that it can never join anything (K47, N22).

And ratings are of events: no model of a person, a speaker or an account has a field for one (product.md, rule 1).
"""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db.models import Field, Model
from django.forms import Field as FormField

from dueregard.accounts.models import User
from dueregard.kernel.forms import DrForm
from dueregard.organisation.models import Person
from tests.architecture.tree import APPS, modules

SURROUND_EVENTS = [app for app in ("events", "bookings", "actions", "audits", "assurance") if app in APPS]
GOING = re.compile(
    r"attendee|attendance|participant|registrant|registration|rsvp|(^|_)guests?(_|$)|ticket|delegate|sign_?up",
    re.IGNORECASE,
)
ROLES = re.compile(r"^(by|(\w+_)?by|organiser|owner|owner_person|person|adviser|auditor|contact)$")
"""What a person can be to an event or to work on it: somebody who does something for it. Never: somebody who came."""
RATING = re.compile(r"score|rating|likelihood|severity|threat|suspicion|risk_level|danger", re.IGNORECASE)
ASKS_WHO_CAME = re.compile(
    r"attendee|participant|who (came|comes|attended|is coming)|names? of (those|people|everybody|guests)",
    re.IGNORECASE,
)


def _models(*labels: str) -> Iterator[type[Model]]:
    for label in labels:
        yield from apps.get_app_config(label).get_models()


def _fields(model: type[Model]) -> list[Any]:
    return [field for field in model._meta.get_fields() if isinstance(field, Field)]


def _ours() -> list[type[Model]]:
    return [model for app in APPS for model in _models(app)]


def test_there_is_no_place_for_who_comes_to_an_event() -> None:
    models = list(_models(*SURROUND_EVENTS))
    assert [model.__name__ for model in models if GOING.search(model.__name__)] == []
    found = [
        f"{model.__name__}.{field.name}"
        for model in models
        for field in _fields(model)
        if GOING.search(field.name)
    ]
    assert found == []


def test_attendance_is_a_number() -> None:
    from dueregard.events.models import EventRequest

    assert EventRequest._meta.get_field("attended").get_internal_type() == "PositiveIntegerField"


def test_no_event_is_tied_to_many_people() -> None:
    many = [
        f"{model.__name__}.{field.name}"
        for model in _models(*SURROUND_EVENTS)
        for field in model._meta.many_to_many
        if field.related_model in (Person, User)
    ]
    assert many == []


def test_a_person_is_tied_to_an_event_only_by_what_they_do_for_it() -> None:
    ties = [
        f"{model.__name__}.{field.name}"
        for model in _models(*SURROUND_EVENTS)
        for field in _fields(model)
        if field.related_model is Person and not ROLES.match(field.name)
    ]
    assert ties == []


def test_feedback_from_a_room_is_tied_to_nobody() -> None:
    from dueregard.events.models import Feedback

    people = [field.name for field in _fields(Feedback) if field.related_model is Person]
    assert people == ["hidden_by"]
    assert {field.name for field in _fields(Feedback) if field.get_internal_type() == "DateTimeField"} == {
        "hidden_at"
    }


def test_only_a_hazard_of_an_event_is_rated() -> None:
    rated = {model.__name__ for model in _ours() for field in _fields(model) if RATING.search(field.name)}
    assert rated == {"Hazard"}


def test_a_rating_is_a_word_and_a_hazard_is_about_no_person() -> None:
    from dueregard.events.models import Hazard

    rating = [field for field in _fields(Hazard) if RATING.search(field.name)]
    assert {field.get_internal_type() for field in rating} == {"CharField"}
    people = {field.name for field in _fields(Hazard) if field.related_model is Person}
    assert people == {"noted_by", "off_by"}


def _forms(form: type[Any]) -> Iterator[type[Any]]:
    for each in form.__subclasses__():
        yield each
        yield from _forms(each)


@pytest.fixture(scope="module")
def all_forms() -> list[type[Any]]:
    """Every form of ours: the rooms that hold forms are loaded first."""
    import importlib

    for path in modules():
        parts = path.with_suffix("").parts
        name = ".".join(parts[parts.index("dueregard") :]).removesuffix(".__init__")
        if ".forms" in name and ".kernel." not in name:
            importlib.import_module(name)
    return [form for form in set(_forms(DrForm)) if form.__module__.startswith("dueregard.")]


def test_no_form_asks_who_comes_or_came(all_forms: list[type[Any]]) -> None:
    assert len(all_forms) > 20
    asked: list[str] = []
    for form in all_forms:
        fields: dict[str, FormField] = form.base_fields
        asked += [
            f"{form.__name__}.{name}"
            for name, field in fields.items()
            if GOING.search(name) or ASKS_WHO_CAME.search(str(field.label or ""))
        ]
    assert asked == []
