"""A provider's own words on posters and slides: written, looked at, put in use, measured, given up, and inherited."""

from dataclasses import replace

import pytest
from django.urls import reverse

from dueregard.kernel.errors import NotAllowed, Refused
from dueregard.outreach import papers
from dueregard.outreach.commands.posters import print_again
from dueregard.outreach.commands.wording import give_up_words, let_go, use_words, write_words
from dueregard.outreach.designs import OURS, Words, words_of
from dueregard.outreach.models import Design, Shape, Standing, Wording
from dueregard.outreach.queries import posters as queries
from dueregard.outreach.queries.wording import words_in_use
from dueregard.outreach.rules import wording as rules
from tests.outreach.test_posters import listed, opened, signed_in, waiting
from tests.outreach.wall import a_hanging, a_poster, a_wall
from tests.people import NOON, TODAY, Town, let

pytestmark = pytest.mark.django_db
FRIEND = OURS[Design.FRIEND]
WORDS = replace(
    FRIEND, heading="Is a friend\nnot themselves?", lead="Say so. We listen, and we help together."
)


@pytest.fixture
def town() -> Town:
    return a_wall()


def written(town: Town, unit=None, words: Words = WORDS, design: Design = Design.FRIEND) -> Wording:
    return write_words(by=town.registrar, unit=unit or town.provider, design=design, words=words, now=NOON)


def used(town: Town, unit=None, words: Words = WORDS) -> Wording:
    draft = written(town, unit, words)
    return use_words(by=town.registrar, pk=draft.pk, revision=draft.revision, now=NOON)


def heading(town: Town, unit) -> str:
    return a_poster(town, unit).data["heading"]


def test_words_are_printed_once_they_are_in_use_and_units_below_print_them_too(town) -> None:
    draft = written(town)
    assert heading(town, town.politics) == FRIEND.heading
    use_words(by=town.registrar, pk=draft.pk, revision=1, now=NOON)
    assert heading(town, town.politics) == heading(town, town.provider) == WORDS.heading
    used(town, town.politics, replace(WORDS, heading="Of our own"))
    assert (heading(town, town.politics), heading(town, town.history)) == ("Of our own", WORDS.heading)
    give_up_words(by=town.registrar, unit=town.politics, design=Design.FRIEND, now=NOON)
    give_up_words(by=town.registrar, unit=town.provider, design=Design.FRIEND, now=NOON)
    assert heading(town, town.politics) == FRIEND.heading
    with pytest.raises(Refused, match="no words of its own"):
        give_up_words(by=town.registrar, unit=town.provider, design=Design.FRIEND, now=NOON)


def test_names_numbers_the_code_and_999_are_made_whatever_the_words_are(town) -> None:
    used(town)
    data = a_poster(town, town.politics).data
    assert data["contacts"][0]["names"] == "Helen Marsh"
    assert data["urgent"][0]["telephone"] == "01632 960100"
    assert data["address"].endswith("/concern/new?unit=politics")
    for shape in Shape:
        content = papers.printed({**data, "shape": str(shape)}, at=NOON)
        with opened(content) as pdf:
            assert len(pdf.pages) == 1
            assert str(pdf.docinfo.Title).startswith("Is a friend not themselves?: ")


def test_a_poster_that_hangs_is_out_of_date_when_its_words_have_changed_since(town) -> None:
    old = a_hanging(town, town.politics, keeper=town.organiser)
    other = a_hanging(
        town, town.history, building="Elsewhere", poster=a_poster(town, town.history, Design.WHO)
    )
    used(town)
    assert listed(town, town.registrar) == [old.where]
    assert queries.reasons_of([old.poster_id, other.poster_id], TODAY) == {
        old.poster_id: ["Its words have changed since: it prints the words that come with the design."]
    }
    assert waiting(town.organiser) == ["Replace 1 poster that is out of date"]
    new = print_again(by=town.organiser, pk=old.poster_id, now=NOON)
    assert (new.data["heading"], queries.newer_printing(old.poster, TODAY)) == (WORDS.heading, new)
    give_up_words(by=town.registrar, unit=town.provider, design=Design.FRIEND, now=NOON)
    assert listed(town, town.registrar) == []
    assert queries.reasons_of([new.pk], TODAY)[new.pk] == [
        "Its words have changed since: it prints wording 1."
    ]
    used(town)
    assert queries.reasons_of([new.pk], TODAY) == {}, "the same words under another number are the same"


def test_every_wording_stays_with_its_number_and_who_and_when(town) -> None:
    first = used(town)
    let_go(by=town.registrar, pk=written(town, words=FRIEND).pk, now=NOON)
    third = used(town, words=replace(WORDS, call="Who is there"))
    kept = [(row.number, row.standing, row.written_by) for row in Wording.objects.order_by("number")]
    assert kept == [
        (1, Standing.FORMER, town.registrar),
        (2, Standing.DISCARDED, town.registrar),
        (3, Standing.USED, town.registrar),
    ]
    first.refresh_from_db()
    assert (words_of(first.words), first.ended_at, third.used_at) == (WORDS, NOON, NOON)
    with pytest.raises(Refused, match="Only a draft can be put in use"):
        use_words(by=town.registrar, pk=first.pk, revision=1, now=NOON)
    with pytest.raises(Refused, match="stay on record"):
        let_go(by=town.registrar, pk=third.pk, now=NOON)


def test_nobody_lays_words_over_those_of_another_unseen_or_uses_what_they_have_not_seen(town) -> None:
    draft = written(town)
    with pytest.raises(Refused, match="Tom Ferris saved this draft while you were writing"):
        written(town, words=FRIEND)
    with pytest.raises(Refused, match="changed after you opened it"):
        use_words(by=town.registrar, pk=draft.pk, revision=0, now=NOON)
    for unit, by in ((town.provider, town.head), (town.politics, town.member)):
        with pytest.raises(NotAllowed):
            write_words(by=by, unit=unit, design=Design.WHO, words=WORDS, now=NOON)
        with pytest.raises(NotAllowed):
            use_words(by=by, pk=draft.pk, revision=1, now=NOON)
    use_words(by=town.registrar, pk=draft.pk, revision=1, now=NOON)
    with pytest.raises(Refused, match="in use already"):
        used(town)


TOO_MUCH = "We listen to whoever comes to us, and we think with them about what might help. " * 10


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("lead", TOO_MUCH, "The lead sentence is too long for the A4 poster and the A3 poster."),
        ("heading", "Worried\nabout\na friend\nof yours?", "The heading is too long for the slide."),
        ("heading", "Internationalisation", "The heading is too long for the A4 poster and the A3 poster."),
        ("short", TOO_MUCH[:390], "The sentence on the slide is too long for the slide."),
    ],
)
def test_what_is_too_long_for_the_sheet_is_named_and_not_used(town, name, text, said) -> None:
    draft = written(town, words=replace(FRIEND, **{name: text.strip()}))
    with pytest.raises(Refused) as no:
        use_words(by=town.registrar, pk=draft.pk, revision=1, now=NOON)
    assert len(no.value.reasons) == 1
    assert no.value.reasons[0].startswith(said)
    assert words_in_use(town.provider)[Design.FRIEND].wording is None


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("heading", "", "Fill in the heading."),
        ("heading", "One\nline\nafter\nthe\nother", "The heading has more than 4 lines."),
        ("lead", "Come\nto us", "there is a tab or a line end"),
        ("lead", "Come \x07to us", "control character"),
        ("lead", "Ring Helen  MARSH, who listens", "In the lead sentence stands Helen Marsh."),
        ("told", "Ring 01632 (960) 112", "there is a telephone number"),
        ("call", "help@northmoor.example", "there is an address"),
        ("people", "Antidisestablishmentarianism", "too long a word"),
        ("short", "x " * 300, "Make it 400 or fewer"),
    ],
)
def test_words_that_cannot_stand_on_a_poster_are_refused_with_a_sentence(name, text, said) -> None:
    words = {**dict.fromkeys(rules.LABELS, "Come in"), "points": [], name: text}
    reasons = rules.why_not_words(words, with_points=False, names=["Helen Marsh"])
    assert len(reasons) == 1
    assert said in reasons[0]
    fine = {**words, name: "In danger? 999. At night 111, since 1998"}
    assert rules.why_not_words(fine, with_points=False, names=["Helen Marsh"]) == []


def test_a_page_asks_as_often_for_many_wordings_as_for_one(
    town, client, django_assert_max_num_queries
) -> None:
    let("registrar", "portal.see_all_waiting")
    signed_in(client, town.registrar)
    pages = [reverse("outreach:words", args=[town.provider.pk, "friend"]), reverse("outreach:posters")]
    asked = []
    for number in range(3):
        used(town, words=replace(WORDS, call=f"Number {number}"))
        written(town)
        a_poster(town, town.provider)
        for page in (*pages, reverse("outreach:wording", args=[Wording.objects.latest("number").pk])):
            with django_assert_max_num_queries(15) as found:
                assert client.get(page).status_code == 200
            asked.append(len(found))
        let_go(by=town.registrar, pk=Wording.objects.get(standing=Standing.DRAFT).pk, now=NOON)
    assert asked[3:6] == asked[6:]


def test_the_pages_lead_from_a_design_to_its_words_in_use(town, client) -> None:
    signed_in(client, town.registrar)
    where = reverse("outreach:words", args=[town.politics.pk, "speech"])
    assert "has written no words of its own" in client.get(where).content.decode()
    writing = reverse("outreach:write_words", args=[town.politics.pk, "speech"])
    shown = client.get(writing).content.decode()
    assert "Nobody is refused for asking late." in shown
    typed = {
        "heading": " Speak.\r\n\r\nListen. ",
        "lead": "Everybody may speak\r\nhere.",
        "short": "Speak.",
        "points": "First line\n\nSecond line",
        "call": "The code",
        "told": "What you can expect.",
        "people": "Ask us",
        "revision": "0",
    }
    assert client.post(writing, {**typed, "heading": " \n "}).status_code == 422
    assert client.post(writing, {**typed, "call": "Ring 01632 960112"}).status_code == 409
    answer = client.post(writing, typed, follow=True)
    draft = Wording.objects.get()
    assert words_of(draft.words).heading == "Speak.\nListen."
    assert words_of(draft.words).points == ("First line", "Second line")
    assert "It fits on one page in every shape" in answer.content.decode()
    picture = client.get(reverse("outreach:wording_preview", args=[draft.pk, "slide", "png"]))
    assert picture.content.startswith(b"\x89PNG")
    answer = client.post(reverse("outreach:use_words", args=[draft.pk]), {"revision": "1"}, follow=True)
    assert "Wording 1 is in use" in answer.content.decode()
    again = client.get(f"{writing}?from={draft.pk}").content.decode()
    assert "Second line" in again
    answer = client.post(reverse("outreach:give_up_words", args=[town.politics.pk, "speech"]), follow=True)
    assert "Printed from now on: the words that come with the design." in answer.content.decode()
    assert "Former" in answer.content.decode()
