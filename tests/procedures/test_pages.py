"""Pages of procedures: what they say, what they keep, and how they look to a browser."""

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from dueregard.kernel.refs import system
from dueregard.organisation.models import Person, Unit
from dueregard.procedures import commands
from dueregard.procedures.models import Version
from tests.fixtures.browsers import check_accessible, check_no_sideways_scroll
from tests.fixtures.databases import prepared
from tests.people import LONG_AGO, NOON, a_post_kind, a_town, give
from tests.procedures.texts import SMALL, preset


def college(name: str = "small-college") -> None:
    """Northmoor with a preset, its posts, and a draft of the registrar that changes it."""
    town = a_town(principal=("procedures.approve",), registrar=("procedures.draft",))
    titles = {
        "commercial-team": "Commercial team",
        "head-of-security": "Head of security",
        "accountable-officer": "Accountable officer",
        "prevent-lead": "Prevent lead",
        "chair-of-governors": "Chair of governors",
        "secretariat": "Secretariat",
        "conference-office": "Conference office",
        "head-of-unit": "Head of unit",
        "university-secretary": "University Secretary",
        "vice-chancellor": "Vice-Chancellor",
    }
    for code, title in titles.items():
        a_post_kind(code, title)
    give(town.checker, "commercial-team", town.provider)
    give(town.administrator, "prevent-lead", town.provider)
    commands.take_preset(
        by=system("setup"),
        kind="events",
        unit=town.provider,
        text=preset(name),
        preset=name,
        starts=LONG_AGO,
        now=NOON,
    )
    draft = commands.start_draft(by=town.registrar, kind="events", unit=town.provider, now=NOON)
    text = preset(name).replace('within = "2 working days"', 'within = "1 working day"', 1)
    commands.save_draft(
        pk=draft.pk, by=town.registrar, text=text, reason="Rooms are quick.", revision=1, now=NOON
    )


def session_of(name: str) -> str:
    """A signed-in session, as if with a second factor."""
    client = Client()
    user = Person.objects.get(name=name).user
    Authenticator.objects.get_or_create(user=user, type=Authenticator.Type.TOTP, defaults={"data": {}})
    client.force_login(user)
    return client.cookies["session"].value


def signed_in(name: str) -> Client:
    client = Client()
    client.cookies["session"] = session_of(name)
    return client


def ids() -> dict[str, str]:
    return {
        "provider": str(Unit.objects.get(code="northmoor").pk),
        "history": str(Unit.objects.get(code="history").pk),
        "draft": str(Version.objects.get(status="draft").pk),
    }


@pytest.fixture
def found(db: None) -> dict[str, str]:
    college()
    return ids()


def address(name: str, *of: str) -> str:
    return reverse(f"procedures:{name}", args=of)


def test_everybody_can_read_who_decides_and_whom_to_ask(found) -> None:
    page = signed_in("Olu Adeyemi").get(address("procedure", "events", found["history"])).content.decode()
    assert "Principal may approve, approve with conditions or refuse, within 3 working days." in page
    assert "Principal now: <strong>Grace Whitfield</strong>" in page
    assert "Who to ask: Commercial team" in page
    assert "Head of security: nobody holds this post now." in page
    assert "Draft a change" not in page


def test_the_page_of_a_procedure_takes_as_many_queries_with_one_unit_as_with_three(
    found, django_assert_max_num_queries
) -> None:
    client = signed_in("Olu Adeyemi")
    client.get(address("procedure", "events", found["history"]))
    with django_assert_max_num_queries(15):
        client.get(address("procedure", "events", found["history"]))
    with django_assert_max_num_queries(12):
        client.get(address("list"))


def test_a_draft_shows_what_it_changes_in_plain_words(found) -> None:
    page = signed_in("Grace Whitfield").get(address("version", found["draft"])).content.decode()
    assert "Before:</span> <del>Commercial team, within 2 working days of sending.</del>" in page
    assert "<ins>Commercial team, within 1 working day of sending.</ins>" in page


def test_mistakes_are_saved_listed_with_their_lines_and_nothing_is_lost(found) -> None:
    client = signed_in("Tom Ferris")
    text = SMALL.replace("lead_time", "lead_tme")
    answer = client.post(address("edit", found["draft"]), {"text": text, "reason": "", "revision": "2"})
    assert answer.status_code == 302
    page = client.get(answer["Location"]).content.decode()
    assert 'href="#line-4">Line 4, procedure.lead_tme</a>' in page
    assert 'id="line-4" class="is-wrong"' in page
    assert "lead_tme = &quot;10 working days&quot;" in page


def test_a_draft_that_somebody_saved_meanwhile_keeps_both_texts_on_the_page(found) -> None:
    client = signed_in("Tom Ferris")
    first = {"text": "theirs = 1", "reason": "", "revision": "2"}
    client.post(address("edit", found["draft"]), first)
    answer = client.post(address("edit", found["draft"]), {**first, "text": "mine = 2"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Tom Ferris saved this draft while you were writing." in page
    assert "mine = 2" in page
    assert "theirs = 1" in page
    assert 'name="revision" value="3"' in page


@pytest.mark.parametrize("text", ["a\x00b", "\u202e", "x" * 100_001, "\x0b", "= = =", "[[[[", "é" * 10])
def test_a_bad_text_gets_an_answer_and_stays(found, text) -> None:
    client = signed_in("Tom Ferris")
    answer = client.post(address("edit", found["draft"]), {"text": text, "reason": "", "revision": "2"})
    assert answer.status_code in {200, 302}
    assert text[:7].replace("\x00", "") in client.get(address("edit", found["draft"])).content.decode() or (
        "There is a problem" in answer.content.decode()
    )


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("edit", {"text": "", "reason": "x" * 1001, "revision": "2"}),
        ("edit", {"text": "", "revision": "many"}),
        ("edit", {}),
    ],
)
def test_bad_input_is_answered_with_a_page(found, name, typed) -> None:
    assert signed_in("Tom Ferris").post(address(name, found["draft"]), typed).status_code == 200


def test_approving_and_putting_in_force_by_page(found) -> None:
    client = signed_in("Grace Whitfield")
    answer = client.post(address("approve", found["draft"]), {"revision": "2"})
    assert answer["Location"] == address("put_in_force", found["draft"])
    assert "Nobody holds 3 of its posts now" in client.get(answer["Location"]).content.decode()
    wrong = client.post(answer["Location"], {"starts_day": "31", "starts_month": "2", "starts_year": "2027"})
    assert wrong.status_code == 422
    past = client.post(answer["Location"], {"starts_day": "1", "starts_month": "2", "starts_year": "2020"})
    assert (past.status_code, "day that is past" in past.content.decode()) == (409, True)
    assert Version.objects.get(pk=found["draft"]).status == "approved"


def test_the_text_in_force_can_be_taken_along(found) -> None:
    answer = signed_in("Olu Adeyemi").get(address("text", "events", found["history"]))
    assert answer["Content-Disposition"] == 'attachment; filename="procedure-events.toml"'
    assert answer.content.decode().startswith("[procedure]")


def test_the_command_line_shows_and_checks(found, capsys, tmp_path) -> None:
    from dueregard.config.cli import main

    assert main(["procedures", "show", "events", "--unit", "history"]) == 0
    assert "Who decides" in capsys.readouterr().out
    assert main(["procedures", "show", "events"]) == 1
    assert "several providers" in capsys.readouterr().err
    assert main(["procedures", "show", "events", "--unit", "southmoor"]) == 1
    bad = tmp_path / "bad.toml"
    bad.write_text(SMALL.replace("lead_time", "lead_tme"), "utf-8")
    assert main(["procedures", "check", str(bad)]) == 1
    assert f"{bad}:4: procedure.lead_tme: The key ‘lead_tme’ is not known here." in capsys.readouterr().err
    bad.write_bytes(b"\xff\xfe")
    assert main(["procedures", "check", str(bad)]) == 1
    assert "not UTF-8" in capsys.readouterr().err
    assert main(["procedures", "check", str(tmp_path / "none.toml")]) == 1


@prepared(college)
def test_every_page_is_accessible_and_needs_no_sideways_scroll(server, new_page) -> None:
    known = server.call(ids)
    page = new_page()
    for who, paths in {
        "Grace Whitfield": [
            "/procedures/",
            f"/procedures/events/{known['provider']}/",
            f"/procedures/events/{known['provider']}/versions",
            f"/procedures/version/{known['draft']}/",
            f"/procedures/version/{known['draft']}/approve",
        ],
        "Tom Ferris": [
            f"/procedures/version/{known['draft']}/edit",
            f"/procedures/version/{known['draft']}/discard",
        ],
    }.items():
        page.context.clear_cookies()
        page.context.add_cookies(
            [{"name": "session", "value": server.call(session_of, who), "url": server.url}]
        )
        for path in paths:
            answer = page.goto(path)
            assert answer.status == 200, path
            check_accessible(page)
            check_no_sideways_scroll(page)


@prepared(college)
def test_a_procedure_is_mended_approved_and_put_in_force_without_a_script(server, new_page) -> None:
    known = server.call(ids)
    page = new_page(javascript=False)
    page.context.add_cookies(
        [{"name": "session", "value": server.call(session_of, "Tom Ferris"), "url": server.url}]
    )
    page.goto(f"/procedures/events/{known['provider']}/")
    page.get_by_role("link", name="Go on with the draft").click()
    box = page.get_by_label("The text", exact=True)
    good = box.input_value()
    box.fill(good.replace("lead_time", "lead_tme", 1))
    page.get_by_role("button", name="Save the draft").click()
    page.get_by_role("link", name="procedure.lead_tme").click()
    box.fill(good)
    page.get_by_role("button", name="Save the draft").click()
    page.get_by_text("The text is good.").wait_for()
    page.context.add_cookies(
        [{"name": "session", "value": server.call(session_of, "Grace Whitfield"), "url": server.url}]
    )
    page.goto(f"/procedures/version/{known['draft']}/")
    page.get_by_role("link", name="Approve").click()
    page.get_by_role("button", name="Approve version 2").click()
    page.get_by_role("button", name="Put version 2 in force").click()
    page.get_by_text("Version 2 is in force from").wait_for()
    page.get_by_text("Commercial team, within 1 working day of sending.").wait_for()
