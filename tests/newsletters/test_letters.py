"""Writing a newsletter: saved, filled, looked at by a second person, addressed, tried out."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dueregard.kernel.errors import NotAllowed, NotThere, Refused
from dueregard.newsletters.commands import letter as letters
from dueregard.newsletters.commands import sending as sendings
from dueregard.newsletters.models import Letter
from dueregard.newsletters.queries.audience import reach_of
from dueregard.newsletters.queries.filling import fill
from dueregard.newsletters.rules.filling import codes_in, filled, with_block
from dueregard.organisation.models import Person, PostKind
from tests.newsletters import desk
from tests.people import NOON, TODAY, Town, let
from tests.statements import hall


@pytest.fixture
def town(db) -> Town:
    return desk.a_desk()


def save(
    letter: Letter, by: Person, *, text: str = "Words.", look: bool = False, revision: int = 0
) -> Letter:
    return letters.save_draft(
        pk=letter.pk,
        by=by,
        title=letter.title,
        text=text,
        look_wanted=look,
        revision=revision or letter.revision,
        now=NOON,
    )


def send(letter: Letter, by: Person) -> None:
    letter.refresh_from_db()
    sendings.send(pk=letter.pk, by=by, revision=letter.revision, now=NOON)


def test_a_block_is_a_line_of_its_own() -> None:
    text = "One\n[[team]]\nTwo [[team]] three\n\n  [[law-changes]]  \n[[team]]\n"
    assert codes_in(text) == ["team", "law-changes"]
    assert filled(text, {"team": "- Ruth"}) == (
        "One\n\n- Ruth\n\nTwo [[team]] three\n\n  [[law-changes]]  \n\n- Ruth\n"
    )
    assert filled("[[team]]\n\nOne", {"team": ""}) == "One\n"
    headed = "# News\n\nHello\n\n## Team\n\n[[team]]\n\n## Law\n[[law-changes]]\nMore.\n"
    assert filled(headed, {"team": "", "law-changes": ""}) == "# News\n\nHello\n\n## Law\n\nMore.\n"
    assert filled("## Team\n\n[[team]]\n", {"team": ""}) == "\n"
    assert with_block("", "team") == "[[team]]\n"
    assert codes_in(with_block("Hello\n\n", "team")) == ["team"]


def test_a_letter_says_which_blocks_are_empty_or_unknown(town) -> None:
    found = fill("[[law-changes]]\n\n[[nothing-such]]", town.provider, TODAY)
    assert (found.empty, found.unknown) == (("Law changes",), ("nothing-such",))
    desk.logged(town)
    assert "Premises and opinions" in fill("[[law-changes]]", town.provider, TODAY).text


def test_two_who_write_at_once_lose_nothing(town) -> None:
    letter = desk.drafted(town)
    save(letter, town.registrar, text="First.")
    with pytest.raises(Refused, match="Somebody else saved it meanwhile"):
        save(letter, town.registrar, text="Second.", revision=1)


def test_whoever_was_asked_looks_before_it_is_sent_and_every_change_asks_anew(town) -> None:
    let("principal", "newsletters.send")
    letter = save(desk.drafted(town), town.registrar, look=True)
    with pytest.raises(Refused, match="has not yet seen these words"):
        send(letter, town.registrar)
    with pytest.raises(Refused, match="Someone else must look at it"):
        letters.look(pk=letter.pk, by=town.registrar, note="", revision=2, now=NOON)
    with pytest.raises(Refused, match="It was changed while you looked"):
        letters.look(pk=letter.pk, by=town.principal, note="", revision=1, now=NOON)
    letters.look(pk=letter.pk, by=town.principal, note="Good.", revision=2, now=NOON)
    letter = save(letter, town.registrar, text="Other words.", look=True)
    with pytest.raises(Refused, match="has not yet seen these words"):
        send(letter, town.registrar)
    letters.look(pk=letter.pk, by=town.principal, note="", revision=3, now=NOON)
    send(letter, town.registrar)


def test_only_the_posts_for_it_write_and_send(town) -> None:
    letter = desk.drafted(town)
    with pytest.raises(NotAllowed):
        save(letter, town.head)
    let("principal", "newsletters.write")
    with pytest.raises(NotAllowed):
        send(letter, town.principal)
    with pytest.raises(NotThere):
        letters.discard(pk=town.provider.pk, by=town.registrar, now=NOON)


def test_an_audience_is_everybody_the_people_of_units_or_the_holders_of_posts(town) -> None:
    def names(**to) -> list[str]:
        reach = reach_of(desk.drafted(town, **to), TODAY)
        return sorted(Person.objects.filter(pk__in=reach.people).values_list("name", flat=True))

    assert len(names(audience="everyone")) == 11
    assert names(audience="units", units=[town.union]) == ["Mina Rahman", "Una Kelly"]
    head = PostKind.objects.get(code="head")
    assert names(audience="posts", posts=[head]) == ["Helen Marsh", "Owen Hughes"]
    with pytest.raises(Refused, match="Choose at least one unit"):
        desk.drafted(town, audience="units", units=[town.other_provider])


def test_who_left_has_no_address_or_shares_one_gets_no_mail_of_their_own(town) -> None:
    Person.objects.filter(pk=town.head.pk).update(left_on=TODAY - timedelta(days=1))
    Person.objects.filter(pk=town.deputy.pk).update(email="")
    Person.objects.filter(pk=town.organiser.pk).update(email=town.outsider.email.upper())
    reach = reach_of(desk.drafted(town, audience="units", units=[town.faculty]), TODAY)
    assert (len(reach.people), reach.without_address, reach.same_address) == (1, 1, 1)


def test_a_letter_of_a_union_reaches_only_the_union(town) -> None:
    let("union-officer", "newsletters.write")
    letter = letters.start(by=town.union_officer, unit=town.union, title="Ours", now=NOON)
    to = letters.Address("everyone")
    reach = reach_of(letters.address(pk=letter.pk, by=town.union_officer, address=to, now=NOON), TODAY)
    assert set(reach.people) == {town.union_officer.pk, town.member.pk}


def test_nothing_is_sent_without_words_without_an_audience_or_with_an_unknown_block(town) -> None:
    letter = letters.start(by=town.registrar, unit=town.provider, title="Empty", now=NOON)
    with pytest.raises(Refused) as refused:
        send(letter, town.registrar)
    assert refused.value.reasons == ["There is no text yet.", "Say whom it goes to."]
    with pytest.raises(Refused, match="There is no block ‘tea’ here"):
        send(desk.drafted(town, "Hello\n\n[[tea]]"), town.registrar)


def test_a_draft_is_tried_out_on_oneself(town, smtp_sink) -> None:
    letter = desk.drafted(town, "Try *this*, and read [the law](/law-changes) or [elsewhere](//x.example/).")
    letters.try_out(pk=letter.pk, by=town.registrar, now=NOON)
    desk.deliver_all()
    (mail,) = smtp_sink.mails
    assert mail["X-Envelope-To"] == "tom.ferris@northmoor.example"
    assert mail["Subject"] == "Test: Safeguarding in November"
    for kind in ("plain", "html"):
        words = mail.get_body((kind,)).get_content()
        assert re.search(r"https?://[a-z0-9.:-]+/law-changes", words)
        assert "//x.example/law" not in words
    letter.refresh_from_db()
    assert letter.state == "draft"


def test_a_discarded_draft_is_gone(town) -> None:
    letter = desk.drafted(town)
    letters.discard(pk=letter.pk, by=town.registrar, now=NOON)
    with pytest.raises(NotThere):
        save(letter, town.registrar)


def test_an_entry_added_meanwhile_is_in_what_is_sent_and_one_added_later_is_not(town) -> None:
    letter = desk.drafted(town)
    desk.logged(town)
    send(letter, town.registrar)
    desk.logged(town, replace(desk.ENTRY, title="Later"))
    letter.refresh_from_db()
    assert "Premises and opinions" in letter.sending.text
    assert "Later" not in letter.sending.text


def test_the_code_of_practice_in_force_is_a_block_unless_it_is_the_starter(town) -> None:
    let("principal", "statements.approve")
    let("registrar", "statements.draft")
    hall.starter_of(town.provider)
    assert fill("[[code-of-practice]]", town.politics, TODAY).empty == ("Code of practice",)
    version = hall.in_force(town)
    said = fill("[[code-of-practice]]", town.politics, TODAY).text
    assert f"/code-of-practice/{version.pk}>), version 2, in force from Tuesday 24 November 2026." in said


def test_the_list_and_the_archive_ask_no_more_for_thirty_than_for_one(town, client) -> None:
    desk.sent(town, public=True)
    client.force_login(town.registrar.user)
    pages = ("/outreach/newsletters/", "/newsletters?provider=northmoor", "/outreach/newsletters/briefings/")
    before = [asked(client, path) for path in pages]
    for _ in range(29):
        desk.sent(town, public=True)
    assert [asked(client, path) for path in pages] == before
    assert max(before) <= 15


def asked(client, path: str) -> int:
    with CaptureQueriesContext(connection) as found:
        assert client.get(path).status_code == 200
    return len(found)
