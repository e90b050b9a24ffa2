"""Who to talk to: from the posts in force, in the right order, never empty, and told to everybody alike."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from dueregard.kernel.errors import NotAllowed, Refused
from dueregard.kernel.markdown import plain_of
from dueregard.kernel.registries import filling_blocks, gap_providers
from dueregard.organisation.commands import change_unit, close_unit, end_post
from dueregard.organisation.models import Person, Unit
from dueregard.outreach.commands import who as commands
from dueregard.outreach.models import NamedPost
from dueregard.outreach.queries.who import who_to_talk_to
from dueregard.outreach.rules import who as rules
from tests.outreach.wall import BUILDER, a_number, a_wall, named
from tests.people import NOON, TODAY, Town, away, give

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> Town:
    return a_wall()


def told(unit: Unit) -> list[tuple[str, str, str]]:
    return [(each.words, each.names, each.telephone) for each in who_to_talk_to(unit, TODAY).contacts]


def leaves(person: Person) -> None:
    end_post(pk=person.holdings.get().pk, by=BUILDER, on=None, now=NOON)


LEAD = ("Safeguarding lead", "Tom Ferris", "01632 960120")


def test_the_nearest_post_stands_first_and_those_above_follow(town) -> None:
    assert told(town.politics) == [("Welfare officer", "Helen Marsh", "01632 960112"), LEAD]
    assert told(town.history) == [LEAD]


def test_a_post_that_stands_first_by_its_number_stands_first(town) -> None:
    named("registrar", town.provider, "Safeguarding lead", "01632 960120", order=1)
    assert [words for words, _, _ in told(town.politics)] == ["Safeguarding lead", "Welfare officer"]


def test_the_deputy_of_somebody_who_is_away_is_named_and_said_to_stand_in(town) -> None:
    away(town.head)
    first = who_to_talk_to(town.politics, TODAY).contacts[0]
    assert (first.names, first.standing_in) == ("Dev Patel", True)
    paper = who_to_talk_to(town.politics, TODAY, on_paper=True).contacts[0]
    assert (paper.names, paper.standing_in) == ("Helen Marsh", False)


def test_an_empty_post_sends_people_to_the_same_post_further_up(town) -> None:
    give(town.principal, "head", town.faculty)
    named("head", town.faculty, "Welfare officer of the faculty", "01632 960130")
    named("head", town.history, "Welfare officer", "01632 960113")
    leaves(town.outsider)
    assert told(town.history)[0] == ("Welfare officer of the faculty", "Grace Whitfield", "01632 960130")


def test_an_empty_post_is_left_out_unless_that_would_leave_nobody(town) -> None:
    leaves(town.registrar)
    assert told(town.politics) == [("Welfare officer", "Helen Marsh", "01632 960112")]
    assert told(town.history) == [("Safeguarding lead", "", "01632 960120")]


def test_a_number_of_a_unit_stands_on_the_pages_below_it_only(town) -> None:
    a_number(town.union, "Nightline", "01632 960150")
    assert [line.name for line in who_to_talk_to(town.society, TODAY).lines] == ["Nightline", "Samaritans"]
    assert [line.name for line in who_to_talk_to(town.politics, TODAY).lines] == ["Samaritans"]
    assert [line.name for line in who_to_talk_to(town.politics, TODAY).urgent] == ["Campus security"]


def test_it_asks_as_much_of_the_database_for_many_as_for_one(town, django_assert_max_num_queries) -> None:
    for number in range(20):
        a_number(town.provider, f"Number {number}", "01632 960150")
    with django_assert_max_num_queries(6):
        who_to_talk_to(town.politics, TODAY)


def page(path: str) -> str:
    answer = Client().get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_page_needs_no_account_and_says_999_first(town) -> None:
    text = page("/concern/new?unit=politics")
    assert text.index('href="tel:999"') < text.index('href="tel:01632960100"') < text.index("Helen Marsh")
    assert "There is no form to fill in." in text
    assert "<textarea" not in text


def test_a_printed_code_leads_to_somebody_whatever_becomes_of_its_unit(town) -> None:
    close_unit(pk=town.society.pk, by=BUILDER, on=TODAY, now=NOON)
    assert "Tom Ferris" in page("/concern/new?unit=debating")
    assert "Where do you work or study?" in page("/concern/new?unit=never-was")
    assert "Where do you work or study?" in page("/concern/new")
    assert Client().get("/concern/new?unit=%00").status_code == 200
    assert Client().get("/who/%00").status_code == 404


def test_the_only_provider_needs_no_choosing(town) -> None:
    Unit.objects.filter(pk=town.other_provider.pk).update(closed_on=TODAY)
    assert "Tom Ferris" in page("/concern/new")
    assert "Tom Ferris" in page("/concern/new?unit=never-was")


def test_a_unit_that_names_nobody_of_its_own_has_no_page_and_its_name_is_not_told(town) -> None:
    assert Client().get("/who/history").status_code == 404
    assert Client().get("/who/politics").status_code == 200
    assert "Department of History" not in page("/concern/new?unit=history")
    assert "Department of History" not in page("/concern/new?unit=politics")


def test_a_page_where_nobody_is_named_still_says_999_and_whom_to_ask(town) -> None:
    text = page("/concern/new?unit=southmoor")
    assert 'href="tel:999"' in text
    assert "speak to any member of staff whom you trust" in text


def test_who_looks_after_it_sees_what_is_missing(town) -> None:
    leaves(town.head)
    from dueregard.organisation.models import Deputy

    Deputy.objects.all().delete()
    said = [gap.what for provider in gap_providers for gap in provider(town.registrar, TODAY)]
    assert "Welfare officer, Department of Politics: nobody to name" in said
    assert not [gap for provider in gap_providers for gap in provider(town.organiser, TODAY)]


def test_only_who_may_names_a_post(town) -> None:
    post = NamedPost.objects.get(words="Welfare officer").post
    with pytest.raises(NotAllowed):
        commands.name_post(by=town.head, post=post.pk, words="Me", telephone="01632 960199", now=NOON)
    with pytest.raises(Refused, match="a telephone number or an e-mail address"):
        commands.name_post(by=town.registrar, post=post.pk, words="Me", now=NOON)


@pytest.mark.parametrize(
    ("telephone", "fine"),
    [
        ("01632 960120", True),
        ("+44 (0)1632 960120, ext 4", True),
        ("116 123", True),
        ("ring me", False),
        ("12", False),
    ],
)
def test_a_number_is_written_in_figures(telephone, fine) -> None:
    assert (rules.why_not_telephone(telephone) == []) is fine


def test_a_number_is_dialled_without_spaces_and_extension() -> None:
    assert rules.dialled("+44 (0)1632 960120, ext 4") == "+441632960120"


def test_the_block_for_newsletters_says_who_is_in_the_team(town) -> None:
    block = next(each for each in filling_blocks if each.code == "team")
    said = plain_of(block.fill(town.politics, TODAY))
    assert "Helen Marsh, 01632 960112" in said
    assert "Samaritans : 116 123" in said
    assert block.fill(town.other_provider, TODAY) == ""


def test_the_pages_of_those_who_look_after_it(town, client) -> None:
    from allauth.mfa.models import Authenticator

    assert town.registrar.user
    Authenticator.objects.create(user=town.registrar.user, type=Authenticator.Type.TOTP, data={})
    client.force_login(town.registrar.user)
    where = f"{reverse('outreach:who')}?unit={town.politics.pk}"
    assert "Welfare officer" in client.get(where).content.decode()
    row = NamedPost.objects.get(words="Welfare officer")
    answer = client.post(reverse("outreach:stop_naming", args=[row.pk]), follow=True)
    assert "does not name this post any more" in answer.content.decode()
    new = {"post": str(row.post_id), "words": "Welfare", "telephone": "01632 960112", "order": "3"}
    answer = client.post(reverse("outreach:name_post", args=[town.politics.pk]), new, follow=True)
    assert "names this post now" in answer.content.decode()


def test_a_code_that_changed_keeps_its_page_at_the_new_one(town) -> None:
    change_unit(
        pk=town.politics.pk, by=BUILDER, code="pol", name="Politics", kind="department", now=timezone.now()
    )
    assert "Helen Marsh" in page("/who/pol")
