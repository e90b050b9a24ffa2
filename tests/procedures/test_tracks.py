"""`[[track]]`: other bodies that decide about the same event by procedures of their own."""

from __future__ import annotations

from datetime import date

import pytest

from dueregard.kernel.errors import Refused
from dueregard.organisation.models import Unit
from dueregard.procedures import commands, rules
from dueregard.procedures.pictures import picture, rungs
from dueregard.procedures.queries.gap import gaps
from dueregard.procedures.rules.comparing import changes
from dueregard.procedures.rules.words import plain_text, plain_words
from tests.people import BUILDER, LONG_AGO, NOON, TODAY, a_town
from tests.procedures.texts import SMALL

UNIVERSITY = """
[[track]]
id = "university"
title = "University"
unit = "northmoor"
"""
COLLEGE = """
[[track]]
id = "college"
title = "College"
from = "place"
starts = "after"
after = ["home", "university"]
when = ["designated"]
"""


def mistakes(text: str) -> list[str]:
    with pytest.raises(rules.Mistakes) as found:
        rules.parse(text)
    return [str(each) for each in found.value.mistakes]


def test_a_track_names_a_body_and_when_it_begins() -> None:
    document = rules.parse(SMALL + UNIVERSITY + COLLEGE)
    university, college = document.tracks
    assert (university.unit, university.from_place, university.after) == ("northmoor", False, ())
    assert (college.from_place, college.after) == (True, ("home", "university"))


def test_a_track_that_starts_after_nothing_in_particular_starts_after_home() -> None:
    (track,) = rules.parse(SMALL + UNIVERSITY + 'starts = "after"\n').tracks
    assert track.after == ("home",)


def test_the_bodies_that_apply_follow_from_the_marks() -> None:
    document = rules.parse(SMALL + UNIVERSITY + COLLEGE)
    assert [each.id for each in rules.tracks(document, frozenset())] == ["university"]
    assert [each.id for each in rules.tracks(document, frozenset({"designated"}))] == [
        "university",
        "college",
    ]


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        (UNIVERSITY.replace('title = "University"\n', ""), "[[track]]", "The key ‘title’ is missing."),
        (UNIVERSITY.replace('unit = "northmoor"\n', ""), "[[track]]", "It does not say which body decides."),
        (UNIVERSITY + 'from = "place"\n', 'from = "place"', "It has both unit and from."),
        (UNIVERSITY + 'within = "2 working days"\n', 'within = "2', "The key ‘within’ is not known here."),
        (UNIVERSITY + 'starts = "later"\n', 'starts = "later"', "‘later’ is not known here."),
        (UNIVERSITY + 'after = ["town"]\n', 'after = ["town"]', "There is no track ‘town’."),
        (UNIVERSITY + 'when = ["politics"]\n', 'when = ["politics"]', "‘politics’ is not a mark."),
        (UNIVERSITY + 'from = "home"\n', 'from = "home"', "‘home’ is not known here."),
        (UNIVERSITY.replace('"university"', '"home"'), 'id = "home"', "it is there already"),
        (
            UNIVERSITY + 'starts = "at once"\nafter = ["home"]\n',
            'after = ["home"]',
            "It begins at once, and yet after something.",
        ),
        (UNIVERSITY + 'after = ["university"]\n', 'after = ["university"]', "it waits for itself"),
    ],
)
def test_a_wrong_track_is_told_with_its_line_and_a_remedy(text: str, line: str, said: str) -> None:
    whole = SMALL + text
    (found,) = mistakes(whole)
    at = [n for n, each in enumerate(whole.splitlines(), 1) if line in each][-1]
    assert found.startswith(f"Line {at}, track")
    assert said in found
    assert not found.endswith(said)


def test_bodies_that_wait_for_one_another_are_found() -> None:
    text = SMALL + UNIVERSITY + 'after = ["college"]\n' + COLLEGE
    (found,) = mistakes(text)
    assert "‘university’ and ‘college’ can never begin: each waits for another of them." in found


def test_a_track_is_inherited_changed_dropped_and_locked() -> None:
    above = rules.read(SMALL + UNIVERSITY, "Northmoor")
    below = '[[track]]\nid = "university"\ntitle = "The University of Northmoor"\n'
    document = rules.parse_layers([above, rules.read(below, "Ash")])
    assert [(each.title, each.unit) for each in document.tracks] == [
        ("The University of Northmoor", "northmoor")
    ]
    gone = rules.read('[[track]]\nid = "university"\ndrop = true\n', "Ash")
    assert rules.parse_layers([above, gone]).tracks == ()
    locked = rules.read(SMALL + UNIVERSITY + '[locks]\nkeys = ["track.university"]\n', "Northmoor")
    with pytest.raises(rules.Mistakes, match=r"Northmoor has locked ‘track\.university’"):
        rules.parse_layers([locked, gone])


def test_a_merged_text_says_the_same_again() -> None:
    layer = rules.read(SMALL + UNIVERSITY + COLLEGE)
    assert rules.parse(rules.written(layer)).tracks == rules.parse(SMALL + UNIVERSITY + COLLEGE).tracks


def test_the_bodies_read_in_plain_words() -> None:
    document = rules.parse(SMALL + UNIVERSITY + COLLEGE)
    section = next(
        each
        for each in plain_words(document, {}, {"northmoor": "Northmoor University"})
        if each.id == "bodies"
    )
    assert section.heading == "Who else decides"
    assert [item.lines for item in section.items] == [
        ("Decides by the procedure of Northmoor University.", "Begins at once."),
        (
            "Decides by the procedure of the unit whose place it is: the nearest from there upwards that has one.",
            "Begins when this procedure and University have ended in an approval.",
            "Takes part only if an answer or a person marked it as a designated event.",
        ),
    ]
    assert "Who else decides" not in plain_text(rules.parse(SMALL))


def test_a_new_body_is_a_change_that_is_told() -> None:
    (change,) = changes(rules.parse(SMALL), rules.parse(SMALL + UNIVERSITY))
    assert (change.what, change.how) == ("Who else decides: University", "new")
    (change,) = changes(rules.parse(SMALL + UNIVERSITY), rules.parse(SMALL))
    assert (change.what, change.how) == ("Who else decides: University", "gone")


def test_the_bodies_stand_in_the_picture_and_in_the_words_beside_it() -> None:
    document = rules.parse(SMALL + UNIVERSITY + COLLEGE)
    drawn = str(picture(document, {}))
    assert ">University<" in drawn
    assert ">College<" in drawn
    said = {rung.title: (rung.state, rung.sub) for rung in rungs(document, {})}
    assert said["University"] == ("later", "Begins at once.")
    assert said["College"][0] == "maybe"


@pytest.mark.django_db
def test_a_track_that_names_a_unit_that_is_not_there_is_not_put_in_force() -> None:
    town = a_town(principal=("procedures.approve",), registrar=("procedures.draft",))
    draft = commands.start_draft(by=town.registrar, kind="events", unit=town.provider, now=NOON)
    text = SMALL + UNIVERSITY.replace("northmoor", "westmoor")
    saved = commands.save_draft(
        pk=draft.pk, by=town.registrar, text=text, reason="Two bodies", revision=1, now=NOON
    )
    approved = commands.approve(pk=saved.pk, by=town.principal, revision=2, now=NOON)
    with pytest.raises(Refused) as refused:
        commands.put_in_force(pk=approved.pk, by=town.principal, starts=date(2027, 1, 4), now=NOON)
    (reason,) = refused.value.reasons
    assert reason.startswith(
        "The track ‘University’ names the unit ‘westmoor’, and there is none with this code."
    )


@pytest.mark.django_db
def test_a_body_without_a_unit_or_a_procedure_is_a_gap_for_those_who_draft() -> None:
    town = a_town(registrar=("procedures.draft",))
    texts = {
        "lost": 'unit = "nowhere"',
        "arts": 'unit = "arts"',
        "union": 'unit = "union"',
        "closed": 'unit = "history"',
    }
    tracks = "".join(f'[[track]]\nid = "{id}"\ntitle = "Body {id}"\n{said}\n' for id, said in texts.items())
    take = {"by": BUILDER, "preset": "tests", "kind": "events", "starts": LONG_AGO, "now": NOON}
    commands.take_preset(unit=town.provider, text=SMALL + tracks, **take)
    commands.take_preset(unit=town.union, text='[procedure]\nkind = "events"\ntitle = "Union"\n', **take)
    Unit.objects.filter(pk=town.history.pk).update(closed_on=LONG_AGO)
    found = {gap.what: gap.meanwhile for gap in gaps(town.registrar, TODAY) if "takes no part" in gap.what}
    said = "takes no part in the events of Northmoor University, though the procedure names it"
    assert {
        what.split(" takes")[0]: why.split(" Meanwhile")[0] for what, why in found.items() if said in what
    } == {
        "Body lost": "There is no unit with the code ‘nowhere’.",
        "Body arts": "Faculty of Arts has no procedure of its own.",
        "Body closed": "Department of History is closed.",
    }
    assert not list(gaps(town.organiser, TODAY))
