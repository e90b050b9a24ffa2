"""Presets, and making a provider ready from one."""

from datetime import UTC, datetime

import pytest

from dueregard.accounts.catalogue import INVITE
from dueregard.accounts.links import find
from dueregard.kernel.catalogue import permissions
from dueregard.kernel.errors import Refused
from dueregard.organisation.access import may
from dueregard.organisation.models import Post, Unit
from dueregard.procedures.queries import in_force
from dueregard.procedures.rules import ladder, parse, parse_layers
from dueregard.procedures.rules import read as read_layer
from dueregard.setup.commands.provider import code_of, make_ready
from dueregard.setup.presets import PresetFault, all_presets, names, read
from tests.fixtures.databases import prepared

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


def test_the_presets_are_there_and_name_only_what_they_make() -> None:
    assert [preset.code for preset in all_presets()] == [
        "central-register",
        "college-in-university",
        "large-university",
        "small-college",
        "students-union",
    ]


def test_a_preset_that_is_not_there_is_named_with_those_that_are() -> None:
    with pytest.raises(PresetFault, match=r"There is no preset 'huge-college'\. There are: central-register"):
        read("huge-college")


@pytest.mark.parametrize("name", names())
def test_every_permission_of_a_preset_is_declared(name: str) -> None:
    codes = {code for kind in read(name).post_kinds for code in kind.may}
    assert {code for code in codes if code not in permissions} == set()


@pytest.mark.parametrize("name", names())
def test_every_post_that_the_procedure_names_is_made(name: str) -> None:
    preset = read(name)
    made = {post.kind for post in preset.posts}
    whole = next(each for each in preset.procedures if not each.unit)
    for procedure in preset.procedures:
        layers = [whole.text] if procedure is whole else [whole.text, procedure.text]
        document = parse_layers([read_layer(text, name) for text in layers])
        assert set(document.posts()) - made == set()


def test_a_union_hands_on_to_the_university_and_a_college_goes_beside_it() -> None:
    for name, waits in (("students-union", ("home",)), ("college-in-university", ())):
        whole, below = read(name).procedures
        document = parse_layers([read_layer(whole.text, "above"), read_layer(below.text, "below")])
        assert [(track.id, track.after) for track in document.tracks] == [("university", waits)]
        assert len(document.steps) == 1, "the university's own steps are its own part"


def test_either_of_two_officers_decides_a_designated_event_after_a_group_has_advised() -> None:
    document = parse(read("large-university").procedures[0].text)
    step = document.step("senior-officers")
    assert step is not None
    assert step.posts == ("chief-operating-officer", "director-of-student-services")
    assert step.advice == "advisory-group"
    assert [each.id for each in ladder(document, frozenset({"designated"}))] == ["senior-officers"]


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["students-union", "college-in-university"])
def test_a_track_names_the_provider_that_was_made(name: str) -> None:
    made = make_ready(
        read(name), name="Ash University", admin_name="Ada", admin_email="ada@ash.example", now=NOW
    )
    unit = Unit.objects.get(code=read(name).procedures[1].unit)
    edition = in_force("events", unit, NOW.date())
    assert edition is not None
    assert [track.unit for track in edition.document.tracks] == ["ash-university"]
    assert in_force("events", made.provider, NOW.date()) != edition


def test_a_name_becomes_a_code() -> None:
    assert code_of("St Aldwyn’s College") == "st-aldwyns-college"


@pytest.mark.django_db
@pytest.mark.parametrize("name", names())
def test_a_provider_is_ready_with_its_units_posts_procedure_and_administrator(name: str) -> None:
    made = make_ready(
        read(name), name="Ash College", admin_name="Ada", admin_email="ada@ash.example", now=NOW
    )
    assert in_force("events", made.provider, NOW.date()) is not None
    assert Post.objects.filter(unit__path__startswith=made.provider.path).count() > 5
    assert may(made.administrator, "organisation.manage_posts", unit=made.provider, today=NOW.date())
    assert find(INVITE.code, made.token, NOW) is not None


@pytest.mark.django_db
def test_a_second_provider_of_that_name_is_refused_and_changes_nothing() -> None:
    make_ready(
        read("small-college"), name="Ash College", admin_name="Ada", admin_email="a@ash.example", now=NOW
    )
    before = Unit.objects.count()
    with pytest.raises(Refused, match="There is a provider called ‘Ash College’ already"):
        make_ready(
            read("small-college"), name="Ash College", admin_name="Bo", admin_email="b@ash.example", now=NOW
        )
    assert Unit.objects.count() == before


@pytest.mark.django_db
def test_a_group_may_hold_several_providers() -> None:
    for name, mail in (("Ash College", "a@ash.example"), ("Beech College", "b@beech.example")):
        make_ready(read("small-college"), name=name, admin_name="Ada", admin_email=mail, now=NOW)
    assert Unit.objects.filter(parent=None).count() == 2


def booklets_of_the_hub() -> list[str]:
    from dueregard.practice.models import Booklet

    return sorted(Booklet.objects.filter(size__gt=1_000).values_list("key", flat=True))


@prepared("init --preset small-college --name 'Ash College' --admin ada@ash.example")
def test_the_pdfs_of_the_hub_have_their_sizes_from_the_start(scratch_database) -> None:
    found = scratch_database.call(booklets_of_the_hub)
    assert {"everything", "theme/welfare"} <= set(found)
