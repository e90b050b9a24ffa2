"""The editor's way: draft, review, published, archived; permission on record; versions; what readers say (H4)."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client

from dueregard.kernel.errors import NotAllowed, Refused
from dueregard.kernel.refs import system
from dueregard.ledger.models import Entry
from dueregard.practice.commands import editing
from dueregard.practice.commands.bringing_in import bring_in
from dueregard.practice.commands.feedback import deal_with, give
from dueregard.practice.models import CaseStudy, Feedback
from dueregard.practice.rules.comparing import Piece, compared
from dueregard.practice.rules.editing import Typed
from tests.people import a_town
from tests.practice.shelf import a_shelf, on_the_shelf

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.fixture
def town():
    """The registrar writes, the principal publishes too."""
    return a_town(registrar=("practice.edit",), principal=("practice.edit", "practice.publish"))


def begun(town, **more) -> CaseStudy:
    on_the_shelf("Theirs", "x", "Welfare", status="draft", published_at=None)
    typed = Typed(title="Ours", text="How we do it.", themes=["welfare"], **more)
    return editing.start(by=town.registrar, typed=typed, now=NOW)


def test_a_text_is_written_sent_to_review_and_published_with_permission_on_record(town) -> None:
    made = begun(town, permission="The dean, by letter", permission_on=date(2026, 11, 1))
    editing.move(pk=made.pk, by=town.registrar, to="review", now=NOW)
    with pytest.raises(NotAllowed):
        editing.move(pk=made.pk, by=town.registrar, to="published", now=NOW)
    published = editing.move(pk=made.pk, by=town.principal, to="published", now=NOW)
    assert (published.status, published.published_at) == ("published", NOW)
    assert Client().get("/practice/read/ours/").status_code == 200
    assert [entry.action for entry in Entry.objects.filter(subject_id=str(made.pk))] == [
        "practice.started",
        "practice.moved",
        "practice.moved",
    ]


def test_nothing_is_published_without_permission_or_a_theme(town) -> None:
    made = begun(town)
    editing.move(pk=made.pk, by=town.registrar, to="review", now=NOW)
    with pytest.raises(Refused, match="Say who agreed to its being published"):
        editing.move(pk=made.pk, by=town.principal, to="published", now=NOW)
    made.placements.all().delete()
    with pytest.raises(Refused, match="Choose at least one theme"):
        editing.move(pk=made.pk, by=town.principal, to="published", now=NOW)


def test_what_is_published_keeps_its_permission_and_a_theme(town) -> None:
    study = a_shelf()["officers"]
    typed = Typed(
        title="x", text="y", themes=["welfare"], permission="The dean", permission_on=date(2026, 11, 1)
    )
    for less, said in (
        (replace(typed, permission=""), "Say who agreed"),
        (replace(typed, permission_on=None), "Say who agreed to its being published, and when"),
        (replace(typed, themes=[]), "at least one theme"),
    ):
        with pytest.raises(Refused, match=said):
            editing.rewrite(pk=study.pk, by=town.principal, typed=less, number=1, now=NOW)
    assert editing.rewrite(pk=study.pk, by=town.principal, typed=typed, number=1, now=NOW).number == 2


def test_two_editors_notice_each_other_and_every_save_is_a_version(town) -> None:
    made = begun(town)
    editing.rewrite(
        pk=made.pk,
        by=town.registrar,
        typed=Typed(title="Ours", text="Two.", note="Shorter"),
        number=1,
        now=NOW,
    )
    with pytest.raises(Refused, match="Somebody else has saved it meanwhile"):
        editing.rewrite(
            pk=made.pk, by=town.principal, typed=Typed(title="Ours", text="Three."), number=1, now=NOW
        )
    made.refresh_from_db()
    assert (made.text, [each.number for each in made.versions.all()]) == ("Two.", [2, 1])


def test_an_address_stays_whatever_becomes_of_the_title(town) -> None:
    made = begun(town)
    editing.rewrite(pk=made.pk, by=town.registrar, typed=Typed(title="Renamed", text="x"), number=1, now=NOW)
    made.refresh_from_db()
    assert (made.title, made.slug) == ("Renamed", "ours")


def test_what_is_published_is_archived_and_never_made_a_draft_behind_its_readers(town) -> None:
    study = a_shelf()["officers"]
    with pytest.raises(Refused, match="does not stand where this can be done"):
        editing.move(pk=study.pk, by=town.principal, to="draft", now=NOW)
    with pytest.raises(NotAllowed):
        editing.move(pk=study.pk, by=town.registrar, to="archived", now=NOW)
    editing.move(pk=study.pk, by=town.principal, to="archived", now=NOW)
    gone = Client().get(f"/practice/read/{study.slug}/")
    assert (gone.status_code, study.title in gone.content.decode()) == (410, False)
    assert "What stood here has been archived." in gone.content.decode()
    with pytest.raises(Refused, match="It is archived"):
        editing.rewrite(pk=study.pk, by=town.principal, typed=Typed(title="x", text="y"), number=1, now=NOW)


def test_an_editor_links_two_entries_as_one(town) -> None:
    one = on_the_shelf("Fen University", "One.", "Welfare")
    other = on_the_shelf("Fen University", "Two.", "Training")
    permitted = {"permission": "x", "permission_on": date(2026, 11, 1), "themes": ["welfare"]}
    typed = Typed(title="Fen University", text="One.", same_as=other.slug, **permitted)
    editing.rewrite(pk=one.pk, by=town.principal, typed=typed, number=1, now=NOW)
    assert "fen-university-2" in Client().get("/practice/read/fen-university/").content.decode()
    with pytest.raises(Refused, match="cannot be linked with itself"):
        editing.rewrite(
            pk=one.pk,
            by=town.principal,
            typed=Typed(title="x", text="y", same_as=one.slug, **permitted),
            number=2,
            now=NOW,
        )


def test_a_stranger_can_do_none_of_it(town) -> None:
    made = begun(town)
    for act in (
        lambda: editing.start(by=town.organiser, typed=Typed(title="x", text="y"), now=NOW),
        lambda: editing.rewrite(
            pk=made.pk, by=town.organiser, typed=Typed(title="x", text="y"), number=1, now=NOW
        ),
        lambda: editing.move(pk=made.pk, by=town.organiser, to="review", now=NOW),
    ):
        with pytest.raises(NotAllowed):
            act()


# --- What readers say


def said(**more) -> bool:
    facts = {"about": "", "useful": True, "words": "", "trap": "", "seconds": 20, "now": NOW, **more}
    return give(**facts)


def test_a_reader_says_something_and_is_thanked() -> None:
    study = a_shelf()["officers"]
    opened = int(datetime.now(UTC).timestamp()) - 30
    answer = Client().post(
        "/practice/feedback/",
        {"useful": "yes", "words": "We do it too.", "about": study.slug, "opened": opened, "website": ""},
    )
    assert (answer.status_code, answer["Location"]) == (302, "/practice/feedback/thanks/")
    found = Feedback.objects.get()
    assert (found.case_study, found.useful, found.words) == (study, True, "We do it too.")
    assert b"Thank you" in Client().get("/practice/feedback/thanks/").content


def test_what_a_program_sends_is_dropped_without_a_word() -> None:
    assert said()
    assert not said(trap="Buy now")
    assert not said(seconds=0)
    assert not said(words="http://a http://b http://c")
    assert not said(useful=None)
    assert Feedback.objects.count() == 1


def test_a_flood_ends_and_later_somebody_is_heard_again() -> None:
    assert sum(said() for _ in range(80)) == 60
    assert said(now=NOW + timedelta(hours=2))


def test_feedback_about_a_draft_or_nothing_is_about_the_hub() -> None:
    draft = a_shelf()["draft"]
    said(about=draft.slug)
    said(about="no-such-thing")
    assert set(Feedback.objects.values_list("case_study", flat=True)) == {None}


def test_an_editor_deals_with_it_once(town) -> None:
    said(words="A comma is missing.")
    found = Feedback.objects.get()
    with pytest.raises(NotAllowed):
        deal_with(pk=found.pk, by=town.organiser, note="x", now=NOW)
    deal_with(pk=found.pk, by=town.registrar, note="Put in.", now=NOW)
    with pytest.raises(Refused, match="dealt with this already"):
        deal_with(pk=found.pk, by=town.registrar, note="Again", now=NOW)


def test_nothing_about_the_reader_is_kept() -> None:
    names = {field.name for field in Feedback._meta.get_fields()}
    assert names == {"id", "case_study", "useful", "words", "at", "dealt_by", "dealt_at", "note"}


def rewritten(town, study, text: str, by=None, **more) -> CaseStudy:
    typed = Typed(title=str(more.pop("title", study.title)), text=text, themes=["welfare"], **more)
    return editing.rewrite(pk=study.pk, by=by or town.registrar, typed=typed, number=study.number, now=NOW)


def test_the_editor_sees_every_version_and_what_has_changed_since_readers_the_current_one(town) -> None:
    made = begun(town, permission="The dean", permission_on=date(2026, 11, 1))
    made = rewritten(town, made, "How we do it now.", note="Sharper", permission="The dean")
    client = Client()
    client.force_login(town.registrar.user)
    shown = client.get(f"/practice/texts/{made.pk}/").content.decode()
    assert f"/practice/texts/{made.pk}/versions/1/" in shown
    assert "Version 2</a>, the current one" in shown
    first = client.get(f"/practice/texts/{made.pk}/versions/1/").content.decode()
    assert '<del><span class="govuk-visually-hidden">Taken out: </span>it.</del>' in first
    assert "it now.</ins>" in first
    assert (
        "It is the current version" in client.get(f"/practice/texts/{made.pk}/versions/2/").content.decode()
    )
    assert client.get(f"/practice/texts/{made.pk}/versions/3/").status_code == 404
    CaseStudy.objects.filter(pk=made.pk).update(status="published", published_at=NOW)
    read = Client().get("/practice/read/ours/").content.decode()
    assert "How we do it now." in read
    assert "How we do it.<" not in read


def test_what_changed_is_found_word_by_word_and_the_rest_passed_over() -> None:
    lines = [f"line {number}" for number in range(20)]
    changed = [*lines[:10], "line ten", *lines[11:], "more"]
    found = compared("\n".join(lines), "\n".join(changed))
    assert [piece for line in found for piece in line if piece.kind != "same"] == [
        Piece("taken out", "10"),
        Piece("added", "ten"),
        Piece("added", "more"),
    ]
    assert () in found
    assert len(found) < 14
    assert compared("same", "same") == [()]


def test_a_provider_that_is_not_to_be_named_is_named_nowhere(town) -> None:
    page = b"Welfare\nCase study: Fen University.\nFen University has a lead."
    bring_in(content=page, name="fen.txt", by=system("tests"), now=NOW)
    study = CaseStudy.objects.get()
    facts = {"permission": "The dean", "permission_on": date(2026, 11, 1), "anonymised": True}
    study = rewritten(town, study, "Fen University has a lead.", title="A university", **facts)
    assert study.slug == "a-university"
    editing.move(pk=study.pk, by=town.registrar, to="review", now=NOW)
    with pytest.raises(Refused, match="‘Fen University’ still stands in the title or the text"):
        editing.move(pk=study.pk, by=town.principal, to="published", now=NOW)
    study.refresh_from_db()
    rewritten(town, study, "It has a lead.", title="A university", **facts)
    editing.move(pk=study.pk, by=town.principal, to="published", now=NOW)
    read = Client().get("/practice/read/a-university/").content.decode()
    assert "The provider asked not to be named." in read
    assert "Fen" not in read


def test_a_name_to_be_left_out_leaks_by_no_side_door(town) -> None:
    page = "Welfare\nCase study: St Chad’s.\nSt Chad’s has a lead, and a deputy for each of its buildings."
    bring_in(content=page.encode(), name="chad.txt", by=system("tests"), now=NOW)
    front = b"Welfare\nCase study: St Chad's\nIt has a lead."
    bring_in(content=front, name="front.txt", by=system("tests"), now=NOW)
    full, short = (
        CaseStudy.objects.filter(short_of=None).get(),
        CaseStudy.objects.exclude(short_of=None).get(),
    )
    agreed = {"permission": "The dean", "permission_on": date(2026, 11, 1)}
    for study, text in ((full, "St Chad’s has a lead."), (short, "It has a lead.")):
        rewritten(town, study, text, title=study.title, **agreed)
        editing.move(pk=study.pk, by=town.registrar, to="review", now=NOW)
        editing.move(pk=study.pk, by=town.principal, to="published", now=NOW)
    full.refresh_from_db()
    unnamed = {**agreed, "anonymised": True, "title": "A college"}
    for words, more in (
        ("*St*\nChad's has a lead.", {}),
        ("It has a lead.", {"summary": "ST CHAD’S has one"}),
    ):
        with pytest.raises(Refused, match="‘St Chad’s’ still stands in the"):
            rewritten(town, full, words, by=town.principal, **unnamed, **more)
    full = rewritten(town, full, "It has a lead.", by=town.principal, **unnamed)
    assert full.slug == "a-college"
    for path, said in (("a-college", "Chad"), (short.slug, "A college")):
        assert said not in Client().get(f"/practice/read/{path}/").content.decode()
    assert Client().get("/practice/read/st-chads/").status_code == 404


def test_a_draft_that_was_begun_under_a_name_loses_it_in_its_address_too(town) -> None:
    study = editing.start(by=town.registrar, typed=Typed("Fen University", "Text."), now=NOW)
    study = rewritten(town, study, "Text.", title="A university", anonymised=True)
    assert study.slug == "a-university"
    assert rewritten(town, study, "More.", title="A university", anonymised=True).slug == "a-university"
