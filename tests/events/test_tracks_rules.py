"""What several bodies say together, tried over every way in which they can stand; and over random days of work."""

from __future__ import annotations

import random
from datetime import timedelta
from itertools import permutations, product

import pytest

from dueregard.events.commands.amending import amend
from dueregard.events.commands.appealing import change_decision, lodge_appeal
from dueregard.events.commands.asking import answer, return_for_information
from dueregard.events.commands.checking import record_check
from dueregard.events.commands.deciding import confirm_refusal, decide
from dueregard.events.commands.locking import Organiser
from dueregard.events.models import Decision, EventRequest
from dueregard.events.queries.tracks import bodies_in, standings_of
from dueregard.events.rules.tracks import Body, Standing, can_still_decide, combined, ready
from dueregard.kernel.errors import NotAllowed, Refused
from dueregard.outbox.models import Message
from tests.events import desk
from tests.events import federation as f

STANDINGS = [
    None,
    Standing("submitted"),
    Standing("returned"),
    Standing("decided", "approved"),
    Standing("decided", "approved-with-conditions"),
    Standing("decided", "refused"),
    Standing("not-decided"),
]
SHAPES = [
    {"a": (), "b": (), "c": ()},
    {"a": (), "b": ("a",), "c": ()},
    {"a": (), "b": ("a",), "c": ("b",)},
    {"a": (), "b": (), "c": ("a", "b")},
    {"a": (), "b": ("a",), "c": ("a",)},
]


def every_way() -> list[tuple[list[Body], dict[str, Standing]]]:
    found = []
    for shape in SHAPES:
        bodies = [Body(code, code.upper(), "", after) for code, after in shape.items()]
        for chosen in product(STANDINGS, repeat=len(bodies)):
            pairs = zip(shape, chosen, strict=True)
            standings = {code: standing for code, standing in pairs if standing is not None}
            if _can_have_come_about(bodies, standings):
                found.append((bodies, standings))
    return found


def _can_have_come_about(bodies: list[Body], standings: dict[str, Standing]) -> bool:
    """A body begins at once, or once those before it have approved (and they may have changed their minds since)."""
    return all((code in standings) or body.after for body in bodies for code in [body.code]) and all(
        before in standings for body in bodies if body.code in standings for before in body.after
    )


WAYS = every_way()


def test_there_are_many_ways() -> None:
    assert len(WAYS) > 700


def test_an_event_stands_exactly_when_every_body_has_approved() -> None:
    for bodies, standings in WAYS:
        all_approve = all(body.code in standings and standings[body.code].approves for body in bodies)
        assert combined(bodies, standings).approves == all_approve


def test_nothing_is_refused_that_no_body_refused_and_nothing_while_a_body_can_still_decide() -> None:
    for bodies, standings in WAYS:
        said = combined(bodies, standings)
        if said.outcome == "refused":
            assert any(each.outcome == "refused" for each in standings.values())
            assert not can_still_decide(bodies, standings)


def test_it_is_open_exactly_while_a_body_can_still_decide() -> None:
    for bodies, standings in WAYS:
        assert combined(bodies, standings).is_open == bool(can_still_decide(bodies, standings))


def test_conditions_of_one_body_are_conditions_of_the_event() -> None:
    for bodies, standings in WAYS:
        said = combined(bodies, standings)
        conditioned = any(each.outcome == "approved-with-conditions" for each in standings.values())
        if said.approves:
            assert (said.outcome == "approved-with-conditions") == conditioned


def test_a_day_that_comes_undecided_is_never_a_refusal_or_an_approval() -> None:
    for bodies, standings in WAYS:
        if any(each.status == "not-decided" for each in standings.values()):
            said = combined(bodies, standings)
            assert not said.approves
            if said.outcome == "refused":
                assert any(each.outcome == "refused" for each in standings.values())


def test_the_order_in_which_bodies_are_named_does_not_matter() -> None:
    for bodies, standings in WAYS:
        said = {combined(list(order), standings) for order in permutations(bodies)}
        assert len(said) == 1


def test_only_bodies_whose_forerunners_have_all_approved_begin_and_each_once() -> None:
    for bodies, standings in WAYS:
        for body in ready(bodies, standings):
            assert body.code not in standings
            assert all(standings[code].approves for code in body.after)


def test_a_body_that_is_waited_for_but_does_not_take_part_holds_nobody_up() -> None:
    alone = [Body("home", "Home", ""), Body("last", "Last", "", ("home", "absent"))]
    approved = {"home": Standing("decided", "approved")}
    assert [body.code for body in ready(alone, approved)] == ["last"]


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(3))
def test_random_people_do_random_things_and_the_main_row_always_says_what_all_say(seed: int) -> None:
    """Whatever is done or refused, the main row is what its bodies add up to; the organiser is told that it stands
    once for each time that it does, and every decision that counts has one letter."""
    chance = random.Random(seed)
    made = f.a_federation(f.AFTER if seed % 2 else f.AT_ONCE)
    request, moment, stood = f.sent(made), f.SENT, 0
    for _ in range(12):
        moment += timedelta(hours=3)
        before = f.fresh(request).outcome
        _something(made, request, chance, moment)
        main = f.fresh(request)
        said = combined(bodies_in(main), standings_of(main.tracks.all()))
        assert (main.status, main.outcome) == (said.status, said.outcome)
        stood += main.outcome.startswith("approved") and not before.startswith("approved")
        assert not ready(bodies_in(main), standings_of(main.tracks.all()))
    assert Message.objects.filter(kind="events.stands").count() == stood
    final = Decision.objects.exclude(final_at=None)
    assert Message.objects.filter(kind="events.decision-made").count() == final.count()
    assert not final.filter(letter="").exists()
    assert (
        not EventRequest.objects.filter(main=request, outcome="refused")
        .exclude(decisions__confirmed_by__isnull=False)
        .exists()
    )


def _something(made: f.Federation, request: EventRequest, chance: random.Random, moment: object) -> None:
    rows = list(request.tracks.all())
    row = chance.choice(rows)
    who = chance.choice([made.bursar, made.principal, made.security, made.secretary, made.accountable])
    check = row.checks.filter(state="waiting").first()
    decision = row.decisions.filter(state="final").first()
    organiser = Organiser(made.organiser)
    wanted = chance.choice([desk.approval(), f.with_conditions(), desk.refusal()])
    acts = [
        lambda: check and record_check(pk=check.pk, by=who, finding="clear", text="Seen.", now=moment),
        lambda: decide(pk=row.pk, by=who, decision=wanted, now=moment),
        lambda: confirm_refusal(pk=row.pk, by=who, note="", now=moment),
        lambda: return_for_information(pk=row.pk, by=who, question="Why?", now=moment),
        lambda: answer(pk=row.pk, by=organiser, text="Because.", now=moment),
        lambda: amend(
            pk=request.pk, by=organiser, fields=f.fields(made, people=chance.randint(1, 900)), now=moment
        ),
        lambda: decision and _appeal(made, row, organiser, moment),
    ]
    for act in chance.sample(acts, 4):
        try:
            act()
        except (Refused, NotAllowed):
            continue


def _appeal(made: f.Federation, row: EventRequest, organiser: Organiser, moment: object) -> None:
    appeal = lodge_appeal(pk=row.pk, by=organiser, grounds="Again.", now=moment)  # type: ignore[arg-type]
    change_decision(pk=appeal.pk, by=made.visitor, decision=desk.approval(), now=moment)  # type: ignore[arg-type]
