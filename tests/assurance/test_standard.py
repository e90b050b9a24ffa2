"""The service standard: what counts, what does not, who sees which figures."""

from datetime import date, datetime, time

import pytest
from django.test import Client

from dueregard.assurance.commands import showing
from dueregard.assurance.queries.standard import standard_of
from dueregard.assurance.rules.periods import twelve_months, year_of
from dueregard.events.commands.amending import amend
from dueregard.events.commands.asking import answer, return_for_information
from dueregard.events.commands.deciding import decide
from dueregard.events.commands.ending import lapse
from dueregard.events.commands.locking import Organiser
from dueregard.events.commands.sending import withdraw
from dueregard.kernel.dates import LONDON
from dueregard.kernel.errors import NotAllowed, Refused
from dueregard.ledger.models import Entry
from tests.assurance import steps as s
from tests.events import desk as d
from tests.people import TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> d.Desk:
    return s.an_overseen_desk()


def standard(desk: d.Desk, today: date = TODAY):
    return standard_of(desk.town.provider, twelve_months(today), today)


def signed_in(person) -> Client:
    client = Client()
    client.force_login(person.user)
    return client


def test_days_run_from_sending_to_the_decision(desk) -> None:
    s.decided(desk, after=2)
    s.decided(desk, after=4)
    whole, routine = standard(desk).lines[:2]
    assert (whole.count, whole.median, whole.ninth) == (2, 3, 4)
    assert routine.count == 2


def test_days_on_which_we_waited_for_the_organiser_do_not_count(desk) -> None:
    request = d.a_sent_request(desk, now=s.at(s.MONDAY))
    return_for_information(
        pk=request.pk, by=desk.security, question="Which door?", now=s.days_after(s.MONDAY, 1)
    )
    answer(pk=request.pk, by=Organiser(desk.organiser), text="North.", now=s.days_after(s.MONDAY, 6))
    moment = s.days_after(s.MONDAY, 8)
    d.all_checks(desk, request, now=moment)
    decide(pk=request.pk, by=desk.head, decision=d.approval(), now=moment)
    counted = standard(desk).taken[0]
    assert (counted.days, counted.paused, counted.in_promise) == (3, 5, True)


def test_it_is_the_first_decision_that_counts(desk) -> None:
    request = s.decided(desk, after=2)
    amend(
        pk=request.pk,
        by=Organiser(desk.organiser),
        fields=d.fields(desk, venue="Great hall"),
        now=s.days_after(s.MONDAY, 10),
    )
    moment = s.days_after(s.MONDAY, 12)
    d.all_checks(desk, request, now=moment)
    decide(pk=request.pk, by=desk.head, decision=d.approval(), now=moment)
    assert [each.days for each in standard(desk).taken] == [2]


def test_a_decision_after_the_date_promised_keeps_no_promise(desk) -> None:
    s.decided(desk, after=2)
    s.decided(desk, after=14)
    whole = standard(desk).lines[0]
    assert (whole.in_promise, whole.in_lead_time) == (50, 100)


def test_a_day_that_comes_undecided_counts_against_us(desk) -> None:
    request = d.a_sent_request(desk, now=s.at(s.MONDAY), day=date(2026, 11, 20))
    lapse(pk=request.pk, now=datetime.combine(date(2026, 11, 20), time(), tzinfo=LONDON))
    whole = standard(desk).lines[0]
    assert (whole.count, whole.median, whole.in_promise, whole.lapsed) == (1, None, 0, 1)


def test_what_is_withdrawn_or_in_progress_does_not_count_and_says_why(desk) -> None:
    gone = d.a_sent_request(desk, now=s.at(s.MONDAY))
    withdraw(
        pk=gone.pk, by=Organiser(desk.organiser), whose="organiser", why="plans", note="", now=s.at(s.MONDAY)
    )
    going = d.a_sent_request(desk, now=s.at(s.MONDAY))
    found = standard(desk)
    assert found.taken == []
    assert {(each.request_id, each.why) for each in found.left_out} == {
        (gone.pk, "withdrawn"),
        (going.pk, "open"),
    }


def test_a_request_counts_in_the_period_in_which_it_was_decided(desk) -> None:
    s.decided(desk, sent=date(2026, 7, 30), after=2)
    before = standard_of(desk.town.provider, year_of(2025), TODAY)
    after = standard_of(desk.town.provider, year_of(2026), TODAY)
    assert (len(before.taken), len(after.taken)) == (0, 1)


def test_another_unit_has_figures_of_its_own(desk) -> None:
    s.decided(desk)
    assert standard_of(desk.town.history, twelve_months(TODAY), TODAY).taken == []
    assert standard_of(desk.town.other_provider, twelve_months(TODAY), TODAY).taken == []
    assert len(standard_of(desk.town.faculty, twelve_months(TODAY), TODAY).taken) == 1


def test_two_queries_more_than_none_for_one_request_or_twelve(desk, django_assert_max_num_queries) -> None:
    for _ in range(4):
        s.decided(desk)
    with django_assert_max_num_queries(6):
        standard(desk)


def test_a_member_reads_no_figure_from_fewer_than_five(desk) -> None:
    for _ in range(4):
        s.decided(desk)
    page = signed_in(desk.organiser).get("/assurance/service-standard/").content.decode()
    assert "Fewer than 5" in page
    assert "requests/?" not in page
    s.decided(desk)
    assert "about 5" in signed_in(desk.organiser).get("/assurance/service-standard/").content.decode()


def test_whoever_oversees_opens_each_figure_to_its_requests(desk) -> None:
    request = s.decided(desk)
    overseer = signed_in(desk.secretariat)
    page = overseer.get("/assurance/service-standard/").content.decode()
    assert "?period=12-months&amp;route=routine" in page
    behind = overseer.get("/assurance/service-standard/requests/?period=12-months&route=routine")
    assert request.title in behind.content.decode()
    assert "Kept" in behind.content.decode()
    assert overseer.get("/assurance/service-standard/requests/?route=nonsense").status_code == 404
    assert overseer.get("/assurance/service-standard/requests/?why=nonsense").status_code == 404


def test_there_is_no_public_page_until_the_provider_shows_it(desk) -> None:
    assert Client().get("/service-standard").status_code == 404
    showing.show(showing.STANDARD, unit=desk.town.provider, by=desk.secretary, now=s.at(TODAY))
    assert "Fewer than 5" in Client().get("/service-standard").content.decode()
    showing.hide(showing.STANDARD, unit=desk.town.provider, by=desk.secretary, now=s.at(TODAY))
    assert Client().get("/service-standard").status_code == 404
    told = list(
        Entry.objects.filter(action__startswith="assurance.").order_by("seq").values_list("action", flat=True)
    )
    assert told == ["assurance.standard-shown", "assurance.standard-hidden"]


def test_the_public_copy_is_made_anew_each_night(desk) -> None:
    showing.show(showing.STANDARD, unit=desk.town.provider, by=desk.secretary, now=s.at(TODAY))
    for _ in range(6):
        s.decided(desk)
    assert "about 5" not in Client().get("/service-standard").content.decode()
    showing.refresh(showing.STANDARD, unit=desk.town.provider, now=s.at(TODAY))
    assert "about 5" in Client().get("/service-standard").content.decode()


def test_only_whoever_may_publish_does_and_only_for_a_whole_provider(desk) -> None:
    with pytest.raises(NotAllowed):
        showing.show(showing.STANDARD, unit=desk.town.provider, by=desk.secretariat, now=s.at(TODAY))
    with pytest.raises(Refused):
        showing.show(showing.STANDARD, unit=desk.town.faculty, by=desk.secretary, now=s.at(TODAY))


def test_time_at_each_step_is_shown_by_part_and_never_by_person(desk) -> None:
    s.decided(desk, after=3)
    page = signed_in(desk.secretariat).get("/assurance/times/").content.decode()
    assert "Head of the unit that puts it on" in page
    assert "Security assessment" in page
    assert "<svg" in page
    assert desk.security.name not in page
    assert signed_in(desk.organiser).get("/assurance/times/").status_code == 404
