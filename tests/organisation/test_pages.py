"""The pages under /set-up/: who sees what, what is asked, what is refused, what is lost (nothing)."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dueregard.organisation.lookup import who_may_act
from dueregard.organisation.models import Absence, ClosureDay, Deputy, Holding, Person, Post, Unit
from tests.people import (
    NOON,
    TODAY,
    Town,
    a_person,
    a_post,
    a_post_kind,
    a_town,
    a_unit,
    away,
    give,
    let,
    stand_in,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _at_noon() -> Any:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def town() -> Town:
    return a_town()


def as_(person: Person) -> Client:
    client = Client()
    assert person.user
    Authenticator.objects.get_or_create(user=person.user, type=Authenticator.Type.TOTP, defaults={"data": {}})
    client.force_login(person.user)
    return client


def url(name: str, *args: object) -> str:
    return reverse(f"organisation:{name}", args=list(args))


def day(name: str, of: Any) -> dict[str, int]:
    return {f"{name}_day": of.day, f"{name}_month": of.month, f"{name}_year": of.year}


def test_every_page_opens_for_the_administrator(town: Town) -> None:
    holding, deputy = Holding.objects.get(person=town.head), Deputy.objects.get(person=town.deputy)
    away(town.head)
    closure = ClosureDay.objects.create(unit=town.provider, day=TODAY, name="Closed")
    client = as_(town.administrator)
    pages = [
        *(
            url(name)
            for name in (
                "overview",
                "people",
                "post_kinds",
                "closure_days",
                "new_person",
                "new_post_kind",
                "away",
            )
        ),
        *(
            url(name, town.politics.pk)
            for name in ("unit", "new_unit", "change_unit", "move_unit", "close_unit", "new_post")
        ),
        *(url(name, town.head.pk) for name in ("person", "change_person", "person_away", "invite", "leave")),
        *(url(name, town.head.pk) for name in ("close_account", "reopen_account", "reset_second_factor")),
        *(url(name, holding.post_id) for name in ("give_post", "name_deputy")),
        url("end_post", holding.pk),
        url("end_deputy", deputy.pk),
        url("back", Absence.objects.get().pk),
        url("change_post_kind", holding.post.kind_id),
        url("set_closure_days", "northmoor"),
        url("remove_closure_day", closure.pk),
        *(url("import", what) for what in ("units", "people", "posts")),
        url("reopen_unit", town.society.pk),
    ]
    for address in pages:
        answer = client.get(address)
        assert answer.status_code == 200, (address, answer.status_code, answer.content[:2000])
        assert b"<h1" in answer.content


def test_who_has_no_such_post_finds_nothing_there_but_their_own_page(town: Town) -> None:
    client = as_(town.organiser)
    for address in (
        url("overview"),
        url("people"),
        url("unit", town.politics.pk),
        url("person", town.head.pk),
        url("new_person"),
        url("post_kinds"),
        url("closure_days"),
        url("import", "people"),
        url("end_post", Holding.objects.get(person=town.head).pk),
        url("give_post", a_post("head", town.politics).pk),
    ):
        assert client.get(address).status_code == 404, address
    assert client.get(url("me"), follow=True).status_code == 200
    assert client.get(url("person", town.organiser.pk)).status_code == 200


def test_a_department_s_manager_sees_the_department_and_not_the_next_one(town: Town) -> None:
    let("head", "organisation.manage_posts")
    client = as_(town.outsider)
    assert client.get(url("unit", town.history.pk)).status_code == 200
    assert client.get(url("unit", town.politics.pk)).status_code == 404
    assert client.get(url("person", town.head.pk)).status_code == 404
    assert client.get(url("change_unit", town.history.pk)).status_code == 403
    assert b"Helen Marsh" not in client.get(url("people")).content


def test_signed_out_is_sent_to_the_sign_in_page(town: Town) -> None:
    assert Client().get(url("overview")).status_code == 302


def test_the_overview_shows_gaps_first_and_where_their_work_goes(town: Town) -> None:
    away(town.head)
    text = as_(town.administrator).get(url("overview")).content.decode()
    assert "Posts with nobody here" in text
    assert "Its work goes to Dev Patel." in text
    assert text.index("Posts with nobody here") < text.index('id="units"')


def test_giving_a_post_by_page_finds_the_person_by_part_of_the_name(town: Town) -> None:
    post = a_post("head", town.union)
    client = as_(town.administrator)
    answer = client.post(
        url("give_post", post.pk), {"person": "adeyemi", **day("starts", TODAY)}, follow=True
    )
    assert "Olu Adeyemi holds the post of Head of department" in answer.content.decode()
    assert who_may_act("head", town.union, TODAY) == [town.organiser]


def test_where_several_people_could_be_meant_they_are_offered(town: Town) -> None:
    other = a_person("Olu Adeyemi-Jones", town.history)
    post = a_post("head", town.union)
    client = as_(town.administrator)
    given: dict[str, object] = {"person": "Olu", **day("starts", TODAY)}
    answer = client.post(url("give_post", post.pk), given)
    assert "2 people could be meant. Choose one" in answer.content.decode()
    client.post(url("give_post", post.pk), {**given, "which": str(other.pk)})
    assert who_may_act("head", town.union, TODAY) == [other]


def test_a_refusal_keeps_what_was_typed_and_says_why(town: Town) -> None:
    give(town.registrar, "administrator", town.provider)
    post = a_post("principal", town.provider)
    answer = as_(town.administrator).post(
        url("give_post", post.pk), {"person": "Ada Okafor", **day("starts", TODAY)}
    )
    assert answer.status_code == 409
    text = answer.content.decode()
    assert "Someone else must give you a post." in text
    assert 'value="Ada Okafor"' in text


def test_i_am_going_to_be_away_says_where_the_work_goes_and_takes_a_deputy(town: Town) -> None:
    client = as_(town.head)
    assert "it goes to Dev Patel." in client.get(url("away")).content.decode()
    holding = Holding.objects.get(person=town.head)
    until = TODAY + timedelta(days=5)
    given = {
        **day("starts", TODAY),
        **day("ends", until),
        f"post_{holding.pk}": "olu.adeyemi@northmoor.example",
    }
    client.post(url("away"), given)
    assert town.organiser in who_may_act("head", town.politics, TODAY)
    client.post(url("back", Absence.objects.get().pk))
    assert who_may_act("head", town.politics, TODAY) == [town.head]


def test_being_away_does_not_let_somebody_search_for_people(town: Town) -> None:
    holding = Holding.objects.get(person=town.head)
    answer = as_(town.head).post(url("away"), {**day("starts", TODAY), f"post_{holding.pk}": "Olu"})
    assert "Nobody has exactly this name" in answer.content.decode()


@pytest.mark.parametrize("text", ["", "a\x00b", "\u202ereversed", "n" * 5000, "=1+1", "   "])
def test_no_text_in_any_field_breaks_a_page(town: Town, text: str) -> None:
    client = as_(town.administrator)
    post = a_post("head", town.union)
    forms = {
        url("new_unit", town.union.pk): ("name", "code", "kind"),
        url("change_unit", town.provider.pk): ("name", "code", "kind", "nation", "sponsor"),
        url("move_unit", town.union.pk): ("parent",),
        url("close_unit", town.society.pk): ("on_day", "on_month", "on_year"),
        url("new_person"): ("name", "email", "code", "unit"),
        url("change_person", town.head.pk): ("name", "email", "code", "unit"),
        url("give_post", post.pk): (
            "person",
            "which",
            "starts_day",
            "starts_month",
            "starts_year",
            "ends_day",
        ),
        url("name_deputy", post.pk): ("person", "starts_day"),
        url("new_post", town.union.pk): ("kind",),
        url("new_post_kind"): ("title", "code"),
        url("away"): ("starts_day", "ends_day", "starts_month"),
        url("set_closure_days", "northmoor"): ("name", "first_day", "last_day"),
        url("end_post", Holding.objects.get(person=town.head).pk): ("when", "last_day_day"),
        url("import", "people"): ("file", "kept"),
        url("leave", town.member.pk): ("on_day",),
        url("close_account", town.member.pk): ("end_posts",),
    }
    for address, fields in forms.items():
        answer = client.post(address, dict.fromkeys(fields, text))
        assert answer.status_code in (200, 302, 409), (address, answer.status_code)
    assert client.get(url("people"), {"q": text, "after": text}).status_code == 200


def test_over_posting_changes_nothing_that_the_form_does_not_ask(town: Town) -> None:
    client = as_(town.administrator)
    given = {"name": "Helen M", "email": "h@x.example", "code": "P004", "unit": "politics"}
    extra = {
        "user": "",
        "user_id": str(town.member.user_id),
        "left_on": "2020-01-01",
        "id": str(town.member.pk),
    }
    client.post(url("change_person", town.head.pk), {**given, **extra})
    head = Person.objects.get(pk=town.head.pk)
    assert (head.name, head.user_id, head.left_on) == ("Helen M", town.head.user_id, None)


def test_a_list_of_one_and_of_many_people_asks_the_database_equally_often(town: Town) -> None:
    client = as_(town.administrator)
    few = queries(client, url("people"))
    Person.objects.bulk_create(Person(name=f"Extra {n:04}", unit=town.politics) for n in range(2000))
    assert queries(client, url("people")) == few
    assert few <= 15
    text = client.get(url("people")).content.decode()
    assert "more than 1,000 people" in text
    assert 'rel="next"' in text


def test_the_overview_of_a_few_and_of_many_units_asks_the_database_equally_often(town: Town) -> None:
    client = as_(town.administrator)
    few = queries(client, url("overview"))
    for n in range(40):
        give(town.organiser, "head", a_unit(f"x{n}", f"Extra {n}", under=town.faculty))
    assert queries(client, url("overview")) == few
    assert few <= 15


def test_a_unit_s_page_with_one_and_with_many_posts_asks_equally_often(town: Town) -> None:
    client = as_(town.administrator)
    few = queries(client, url("unit", town.politics.pk))
    for n in range(20):
        a_post_kind(f"kind-{n}", f"Kind {n}")
        give(town.organiser, f"kind-{n}", town.politics)
        stand_in(town.member, f"kind-{n}", town.politics)
    assert queries(client, url("unit", town.politics.pk)) == few
    assert few <= 18


def queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def test_a_file_is_shown_before_it_is_brought_in_and_comes_in_when_confirmed(town: Town) -> None:
    client = as_(town.administrator)
    content = "id,name,email,unit\nP300,Zoë Ng,zoe@x.example,politics\n".encode()
    answer = client.post(url("import", "people"), {"file": SimpleUploadedFile("new.csv", content)})
    assert "What would happen with new.csv" in answer.content.decode()
    assert not Person.objects.filter(code="P300").exists()
    client.post(url("import", "people"), {"kept": answer.context["kept"]})
    assert Person.objects.get(code="P300").name == "Zoë Ng"


def test_a_preview_of_somebody_else_or_of_another_kind_is_not_taken(town: Town) -> None:
    give(town.registrar, "administrator", town.provider)
    content = b"id,name,email,unit\nP300,Ann,,politics\n"
    answer = as_(town.administrator).post(
        url("import", "people"), {"file": SimpleUploadedFile("a.csv", content)}
    )
    kept = answer.context["kept"]
    for person, what in ((town.registrar, "people"), (town.administrator, "units")):
        answer = as_(person).post(url("import", what), {"kept": kept})
        assert "Choose the file again" in answer.content.decode()
    assert not Person.objects.filter(code="P300").exists()


def test_bad_rows_of_a_file_are_listed_and_the_good_ones_can_come_in_alone(town: Town) -> None:
    client = as_(town.administrator)
    content = b"id,name,email,unit\nP300,Ann,,politics\nP301,Bob,,nowhere\n"
    answer = client.post(url("import", "people"), {"file": SimpleUploadedFile("a.csv", content)})
    assert "There is no unit nowhere." in answer.content.decode()
    client.post(url("import", "people"), {"kept": answer.context["kept"], "skip_bad": "1"})
    assert set(Person.objects.filter(code__in=["P300", "P301"]).values_list("name", flat=True)) == {"Ann"}


@pytest.mark.parametrize(
    "content", [b"", b"\xff\xfe\x00", b"%PDF-1.7", b"PK\x03\x04broken", b"a,b\n1,2\n", b"\x00" * 50]
)
def test_what_is_no_table_is_refused_with_a_sentence(town: Town, content: bytes) -> None:
    answer = as_(town.administrator).post(
        url("import", "people"), {"file": SimpleUploadedFile("x.csv", content)}
    )
    assert answer.status_code == 200
    assert "There is a problem" in answer.content.decode()


def test_history_tells_what_was_done_and_by_whom_with_names_looked_up(town: Town) -> None:
    client = as_(town.administrator)
    client.post(url("new_unit", town.union.pk), {"name": "Chess Society", "code": "chess", "kind": "society"})
    text = client.get(url("unit", Unit.objects.get(code="chess").pk)).content.decode()
    assert "Made the unit" in text
    assert "Ada Okafor" in text


def test_ending_a_post_by_page_takes_it_away_from_the_very_next_request(town: Town) -> None:
    give(town.registrar, "administrator", town.provider)
    registrar = as_(town.registrar)
    assert registrar.get(url("overview")).status_code == 200
    holding = Holding.objects.get(person=town.registrar, post__kind__code="administrator")
    as_(town.administrator).post(url("end_post", holding.pk), {"when": "at-once"})
    assert registrar.get(url("overview")).status_code == 404


def test_a_post_without_a_holder_can_be_made(town: Town) -> None:
    as_(town.administrator).post(url("new_post", town.union.pk), {"kind": "head"})
    assert Post.objects.filter(unit=town.union, kind__code="head").exists()
