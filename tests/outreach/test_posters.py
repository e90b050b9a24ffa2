"""Posters and slides: what they say, that they are papers for everybody, and which ones tell what is no longer so."""

import io
from datetime import timedelta

import pikepdf
import pytest
from django.urls import reverse

from dueregard.documents.tables import read_table
from dueregard.kernel.errors import NotAllowed, Refused
from dueregard.kernel.registries import waiting_items
from dueregard.organisation.commands import change_unit, end_post
from dueregard.outreach import papers
from dueregard.outreach.commands import posters as commands
from dueregard.outreach.commands.who import stop_naming
from dueregard.outreach.models import Design, Ending, Hanging, NamedPost, Shape
from dueregard.outreach.qr import drawn
from dueregard.outreach.queries import posters as queries
from dueregard.outreach.rules import posters as rules
from tests.outreach.wall import BUILDER, PRINTED, a_hanging, a_poster, a_wall, named
from tests.people import NOON, TODAY, Town, away, give, let

pytestmark = pytest.mark.django_db
SIZES = {Shape.A4: (595, 842), Shape.A3: (842, 1191), Shape.SLIDE: (960, 540)}


@pytest.fixture
def town() -> Town:
    return a_wall()


def opened(content: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(content))


def is_for_everybody(pdf: pikepdf.Pdf) -> bool:
    """Tagged, with title and language, and marked as PDF/UA-1; pictures have words."""
    with pdf.open_metadata() as about:
        marked = about.get("pdfuaid:part") == "1"
    figures = [each for each in _tagged(pdf.Root.StructTreeRoot) if each.get("/S") == "/Figure"]
    described = bool(figures) and all("/Alt" in each for each in figures)
    return marked and described and bool(pdf.Root.MarkInfo.Marked) and str(pdf.Root.Lang) == "en-GB"


def _tagged(node):
    if isinstance(node, pikepdf.Dictionary):
        yield node
        children = node.get("/K", [])
        for child in children if isinstance(children, pikepdf.Array) else [children]:
            yield from _tagged(child)


@pytest.mark.parametrize("design", Design)
def test_every_design_is_one_page_of_its_shape_that_everybody_can_read(town, design) -> None:
    for shape in Shape:
        poster = a_poster(town, town.politics, design, shape)
        content = papers.printed(poster.data, at=poster.printed_at)
        with opened(content) as pdf:
            assert len(pdf.pages) == 1
            _, _, width, height = (float(each) for each in pdf.pages[0].mediabox)
            assert (round(width), round(height)) == SIZES[shape]
            assert is_for_everybody(pdf)
            assert "Department of Politics" in str(pdf.docinfo.Title)
        assert content == papers.printed(poster.data, at=poster.printed_at)


def test_it_names_the_leads_of_today_and_leads_to_their_page(town) -> None:
    data = a_poster(town, town.politics).data
    assert [(each["names"], each["telephone"]) for each in data["contacts"]] == [
        ("Helen Marsh", "01632 960112"),
        ("Tom Ferris", "01632 960120"),
    ]
    assert data["address"].endswith("/concern/new?unit=politics")
    assert data["shown"].endswith("/who/politics")
    assert data["urgent"][0]["telephone"] == "01632 960100"
    speech = a_poster(town, town.politics, Design.SPEECH).data
    assert speech["address"].endswith("/code-of-practice?provider=northmoor")


@pytest.mark.parametrize("design", Design)
def test_where_a_code_leads_there_is_a_page(town, design, client) -> None:
    data = a_poster(town, town.politics, design).data
    for address in (data["address"].partition("//")[2], data["shown"]):
        assert client.get("/" + address.partition("/")[2]).status_code == 200


def test_long_names_and_many_numbers_still_make_one_page(town) -> None:
    poster = a_poster(town, town.politics)
    long = {
        "names": "Featherstonehaugh-Cholmondeley and Adebayo-Montgomery-Wolfeschlegelstein",
        "words": "Designated safeguarding lead and head of student welfare",
        "telephone": "01632 960112 ext 1234",
        "place": "Hartwell House, second floor, room 2.14 (ring the bell beside the blue door)",
        "hours": "Monday to Friday, 9am to 5pm, in vacations 10am to 4pm",
    }
    for shape in Shape:
        data = {**poster.data, "shape": str(shape), "contacts": [long] * 4, "unit": "A" * 60 + " School"}
        with opened(papers.printed(data, at=PRINTED)) as pdf:
            assert len(pdf.pages) == 1


def test_a_preview_is_a_picture() -> None:
    assert drawn("https://northmoor.example/concern/new").startswith("<svg")


def test_a_holder_who_is_away_for_a_week_is_named_all_the_same(town) -> None:
    away(town.head, starts=PRINTED.date())
    assert a_poster(town, town.politics).data["contacts"][0]["names"] == "Helen Marsh"


def hands_over(town: Town) -> None:
    end_post(pk=town.head.holdings.get().pk, by=BUILDER, on=None, now=NOON)
    give(town.member, "head", town.politics, starts=TODAY)


def listed(town: Town, person, shown=queries.OLD):
    access = _access(person)
    return [row.where for row in queries.hangings(access, person, queries.Wanted(shown), TODAY)]


def _access(person):
    from dueregard.organisation.access import resolve

    return resolve(person, TODAY)


def test_when_a_post_changes_hands_the_posters_that_name_the_former_holder_are_listed(town) -> None:
    old = a_hanging(town, town.politics, keeper=town.organiser)
    a_hanging(town, town.history, building="Elsewhere")
    assert listed(town, town.registrar) == []
    hands_over(town)
    assert listed(town, town.registrar) == ["Hartwell House, Ground floor, by the lifts"]
    assert queries.reasons_of([old.poster_id], TODAY)[old.poster_id] == [
        "Names Helen Marsh as Head of department, who no longer holds the post."
    ]
    assert old.poster.data["contacts"][0]["names"] == "Helen Marsh"


def test_a_number_that_changed_makes_a_poster_out_of_date(town) -> None:
    old = a_hanging(town, town.politics)
    named("head", town.politics, "Welfare officer", "01632 960199")
    assert queries.reasons_of([old.poster_id], TODAY)[old.poster_id] == [
        "Prints 01632 960112 for Head of department; the number now is 01632 960199."
    ]


def test_whoever_stands_in_is_named_only_until_somebody_holds_the_post(town) -> None:
    end_post(pk=town.head.holdings.get().pk, by=BUILDER, on=None, now=PRINTED)
    poster = a_poster(town, town.politics)
    assert poster.data["contacts"][0]["names"] == "Dev Patel (standing in)"
    assert queries.reasons_of([poster.pk], TODAY) == {}
    give(town.member, "head", town.politics, starts=TODAY)
    assert "as standing in" in queries.reasons_of([poster.pk], TODAY)[poster.pk][0]


def waiting(person) -> list[str]:
    return [item.what for provider in waiting_items for item in provider(person, TODAY)]


def test_who_put_it_up_is_told_at_home_prints_the_new_one_and_replaces_it(town) -> None:
    old = a_hanging(town, town.politics, keeper=town.organiser)
    assert waiting(town.organiser) == []
    hands_over(town)
    assert waiting(town.organiser) == ["Replace 1 poster that is out of date"]
    with pytest.raises(Refused, match="Print the new one first"):
        commands.bring_down(by=town.organiser, pk=old.pk, ending=Ending.REPLACED, now=NOON)
    new = commands.print_again(by=town.organiser, pk=old.poster_id, now=NOON)
    assert new.data["contacts"][0]["names"] == "Mina Rahman"
    done = commands.bring_down(by=town.organiser, pk=old.pk, ending=Ending.REPLACED, now=NOON)
    assert (done.replaced_by.where, done.replaced_by.poster, done.ended_on) == (old.where, new, TODAY)
    assert waiting(town.organiser) == []
    with pytest.raises(Refused, match="come down already"):
        commands.bring_down(by=town.organiser, pk=old.pk, ending=Ending.TAKEN_DOWN, now=NOON)


def test_posters_of_somebody_who_has_left_wait_for_who_looks_after_them(town) -> None:
    a_hanging(town, town.politics, keeper=town.contractor)
    hands_over(town)
    assert "Replace 1 poster that is out of date" in waiting(town.registrar)


def test_a_poster_that_came_down_is_listed_no_more(town) -> None:
    old = a_hanging(town, town.politics)
    hands_over(town)
    commands.bring_down(by=town.registrar, pk=old.pk, ending=Ending.TAKEN_DOWN, now=NOON)
    assert listed(town, town.registrar) == []
    assert listed(town, town.registrar, queries.DOWN) == [old.where]


def test_nobody_else_may_print_hang_or_take_down(town) -> None:
    old = a_hanging(town, town.politics, keeper=town.organiser)
    with pytest.raises(NotAllowed):
        commands.print_poster(by=town.head, unit=town.politics, design=Design.WHO, shape=Shape.A4, now=NOON)
    with pytest.raises(NotAllowed):
        commands.bring_down(by=town.head, pk=old.pk, ending=Ending.TAKEN_DOWN, now=NOON)
    assert listed(town, town.head, queries.HANGING) == []


def test_nothing_is_printed_where_nobody_is_named_nor_hung_when_it_is_old(town) -> None:
    stop_naming(by=BUILDER, pk=NamedPost.objects.get(words="Safeguarding lead").pk, now=NOON)
    with pytest.raises(Refused, match="Nobody is named"):
        a_poster(town, town.history)
    poster = a_poster(town, town.politics)
    hands_over(town)
    with pytest.raises(Refused, match="out of date already"):
        commands.hang(by=town.registrar, poster=poster.pk, building="A", hung_on=TODAY, now=NOON)


def test_a_printed_code_outlives_the_code_of_its_unit(town, client) -> None:
    a_poster(town, town.politics)
    change_unit(pk=town.politics.pk, by=BUILDER, code="pol", name="Politics", kind="department", now=NOON)
    assert "Helen Marsh" in client.get("/concern/new?unit=politics").content.decode()
    assert client.get("/who/politics").status_code == 200


def test_a_colour_is_dark_enough_to_be_read() -> None:
    assert rules.why_not_colour("#15505f") == []
    assert "too light" in rules.why_not_colour("#ffcc00")[0]
    assert "six figures" in rules.why_not_colour("red")[0]


def signed_in(client, person):
    from allauth.mfa.models import Authenticator

    Authenticator.objects.create(user=person.user, type=Authenticator.Type.TOTP, data={})
    client.force_login(person.user)
    return client


def test_a_long_list_is_paged_with_as_many_queries_and_comes_as_a_table(
    town, client, django_assert_max_num_queries
) -> None:
    let("registrar", "portal.see_all_waiting")
    first = a_hanging(town, town.politics)
    for number in range(60):
        Hanging.objects.create(
            poster=first.poster,
            building=f"House {number:02d}",
            keeper=town.organiser,
            hung_by=town.registrar,
            hung_on=PRINTED.date() + timedelta(days=number),
        )
    hands_over(town)
    signed_in(client, town.registrar)
    with django_assert_max_num_queries(15):
        text = client.get(reverse("outreach:hung") + "?shown=old").content.decode()
    assert "61 places" in text
    assert "House 23" in text
    assert "House 24" not in text
    narrowed = client.get(reverse("outreach:hung") + "?shown=old&words=house+59").content.decode()
    assert "1 place" in narrowed
    for ending in ("csv", "xlsx"):
        answer = client.get(reverse("outreach:hung_export", args=[ending]) + "?shown=old")
        content = io.BytesIO(b"".join(answer.streaming_content))
        rows = read_table(content, name="posters")[0].rows
        assert len(rows) == 62


def test_the_pages_lead_from_a_design_to_a_wall(town, client) -> None:
    signed_in(client, town.registrar)
    where = f"{reverse('outreach:posters')}?unit={town.politics.pk}"
    assert "As they would be printed today" in client.get(where).content.decode()
    picture = client.get(reverse("outreach:preview", args=[town.politics.pk, "who", "slide", "png"]))
    assert picture.content.startswith(b"\x89PNG")
    answer = client.post(where, {"design": "who", "shape": "a3"}, follow=True)
    assert "is ready. Download it" in answer.content.decode()
    poster = town.politics.posters.get()
    day = {"hung_on_day": "1", "hung_on_month": "1", "hung_on_year": "2020"}
    answer = client.post(reverse("outreach:hang", args=[poster.pk]), {"building": "Old Hall", **day})
    assert answer.status_code == 409
    today = poster.printed_at.date()
    day = {"hung_on_day": today.day, "hung_on_month": today.month, "hung_on_year": today.year}
    typed = {"building": "Old Hall", "keeper": town.organiser.email, **day}
    answer = client.post(reverse("outreach:hang", args=[poster.pk]), typed, follow=True)
    assert "hangs in Old Hall" in answer.content.decode()
    assert Hanging.objects.get().keeper == town.organiser
