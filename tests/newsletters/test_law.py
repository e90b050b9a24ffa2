"""The law-change log: kept by whoever writes newsletters, read by everybody, told of in newsletters."""

from dataclasses import replace
from datetime import date

import pytest

from dueregard.kernel.errors import NotAllowed, Refused
from dueregard.kernel.markdown import html_of
from dueregard.kernel.refs import system
from dueregard.kernel.registries import filling_blocks
from dueregard.newsletters.commands import law
from dueregard.newsletters.models import LawChange
from dueregard.newsletters.rules.law import is_address, why_not_save
from dueregard.newsletters.starters import law_changes
from tests.newsletters import desk
from tests.people import NOON, TODAY, Town

BY = system("tests.newsletters")


@pytest.fixture
def town(db) -> Town:
    return desk.a_desk()


def block():
    (found,) = [each for each in filling_blocks if each.code == "law-changes"]
    return found


def test_the_block_tells_what_changed_within_a_year_and_what_lies_ahead(town) -> None:
    assert block().fill(town.politics, TODAY) == ""
    desk.logged(town, replace(desk.ENTRY, title="Long known", starts=date(2025, 8, 1)))
    desk.logged(town, replace(desk.ENTRY, title="A *new* power", starts=date(2027, 4, 1)))
    desk.logged(town)
    told = block().fill(town.politics, TODAY)
    assert told.splitlines()[0] == (
        "- **Premises and opinions.** Since Tuesday 1 September 2026. Rooms are not refused for an opinion. "
        "For: Whoever books rooms. [Where it is written](<https://law.example/premises>)"
    )
    assert "Comes into force on Thursday 1 April 2027" in told.splitlines()[1]
    assert "A *new* power" in html_of(told)
    assert len(told.splitlines()) == 2
    assert block().fill(town.other_provider, TODAY) == ""


def test_an_entry_is_changed_by_one_at_a_time_and_taken_off(town) -> None:
    made = desk.logged(town)
    better = replace(desk.ENTRY, means="Look at the booking form.")
    law.change(pk=made.pk, by=town.registrar, entry=better, revision=1, now=NOON)
    with pytest.raises(Refused, match="Somebody else saved this entry meanwhile"):
        law.change(pk=made.pk, by=town.registrar, entry=desk.ENTRY, revision=1, now=NOON)
    assert "Look at the booking form" in block().fill(town.provider, TODAY)
    law.take_off(pk=made.pk, by=town.registrar, now=NOON)
    assert block().fill(town.provider, TODAY) == ""
    assert why_not_save(taken_off=True, revision=2, latest=2) == ["This entry was taken off the log."]


def test_only_the_post_for_it_keeps_the_log(town) -> None:
    with pytest.raises(NotAllowed):
        law.add(by=town.head, unit=town.provider, entry=desk.ENTRY, now=NOON)


def test_an_entry_says_where_it_is_written(town) -> None:
    for source in ("javascript:alert(1)", "gov.uk", "https://", "https://[x", "ftp://law.example/1"):
        assert not is_address(source)
        with pytest.raises(Refused, match="beginning with https://"):
            desk.logged(town, replace(desk.ENTRY, source=source))


def test_the_starter_entries_come_once_and_only_where_they_hold(town) -> None:
    england = {each["code"] for each in law_changes("ENG")}
    assert {"prevent-guidance-2023", "complaints-scheme", "premises-act"} <= england
    assert [each["code"] for each in law_changes("NIR")] == ["premises-act"]
    assert law.take_starters(by=BY, unit=town.provider, now=NOON) == len(england)
    assert law.take_starters(by=BY, unit=town.provider, now=NOON) == 0
    first = LawChange.objects.get(starter="complaints-scheme")
    assert (first.starts, first.added_by) == (date(2026, 9, 1), None)
    entry = replace(desk.ENTRY, title=first.title)
    assert law.change(pk=first.pk, by=town.registrar, entry=entry, revision=1, now=NOON).added_by


def test_everybody_reads_the_log_and_its_keeper_changes_it(town, client) -> None:
    law.take_starters(by=BY, unit=town.provider, now=NOON)
    shown = client.get("/law-changes?provider=northmoor").content.decode()
    assert "More people can complain to the regulator" in shown
    assert "https://www.legislation.gov.uk/ukpga/2017/29/section/A1" in shown
    assert "Whose?" in client.get("/law-changes").content.decode()
    assert client.get("/law-changes?provider=nowhere").status_code == 404
