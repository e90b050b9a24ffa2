"""Packs made, signed, opened and brought in, with nobody named in them."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from dueregard.audits.commands.questions import begin_list, use_questions
from dueregard.audits.models import Edition, QuestionList
from dueregard.config.cli import main
from dueregard.exchange.commands.bringing_in import Report, bring_in, forget_key, know_key, look_at
from dueregard.exchange.commands.sending import begin, replace_names, seal
from dueregard.exchange.models import Pack, Parcel
from dueregard.exchange.packs import opened
from dueregard.exchange.rules.parts import NotAPack
from dueregard.kernel.errors import NotAllowed, Refused
from dueregard.kernel.refs import system
from dueregard.ledger.models import Entry
from dueregard.outreach.commands.wording import use_words, write_words
from dueregard.outreach.designs import OURS, words_of
from dueregard.outreach.models import Design, Wording
from dueregard.outreach.queries.wording import words_in_use
from dueregard.practice.commands.bringing_in import bring_in as bring_page_in
from dueregard.practice.models import CaseStudy
from dueregard.procedures.models import Version as Procedure
from dueregard.statements.models import Version as Statement
from tests.access.things import procedure as a_procedure
from tests.exchange import packs as p
from tests.people import NOON, Town, a_town, let
from tests.practice.shelf import on_the_shelf

pytestmark = pytest.mark.django_db
TEXT = "Northmoor University asked **Tom** Ferris (tom.ferris@northmoor.example, 01632 960 123) of the Faculty of Arts."


def a_trading_town() -> Town:
    town = a_town(
        registrar=(
            "exchange.send",
            "exchange.bring_in",
            "practice.edit",
            "statements.draft",
            "procedures.draft",
        )
    )
    on_the_shelf("Officers", TEXT, "Welfare", summary="At Northmoor.")
    return town


def begun(town: Town, *keys: str, title: str = "To share") -> Parcel:
    keys = keys or (f"case-study:{CaseStudy.objects.get(title='Officers').pk}",)
    return begin(by=town.registrar, unit=town.provider, title=title, keys=keys, now=NOON)


def test_nothing_of_a_person_or_of_the_provider_is_in_the_bytes_that_leave() -> None:
    town = a_trading_town()
    parcel = begun(town, title="Practice of Northmoor")
    made = seal(pk=parcel.pk, by=town.registrar, revision=1, now=NOON)
    content = bytes(made.content or b"")
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        whole = b" ".join(package.read(name) for name in package.namelist()).decode().lower()
    for name in ("northmoor", "ferris", "01632", "@", "faculty of arts"):
        assert name not in whole, name
    found = opened(content)
    assert found.manifest.title == "Practice of a provider"
    assert found.parts[0][2]["themes"] == ["Welfare"]
    assert "northmoor" not in str(Parcel.objects.values("title", "parts", "replacements").get()).lower()


def test_a_provider_whose_published_case_study_was_brought_in_is_not_named_either() -> None:
    town = a_trading_town()
    name = "The Royal Fen and Marsh School of Speech, Drama and Music at Durwich"
    page = f"Welfare\nCase study: {name}.\n{name} has a lead."
    bring_page_in(content=page.encode(), name="fen.txt", by=system("tests"), now=NOON)
    facts = {"status": "published", "permission": "x", "published_at": NOON}
    CaseStudy.objects.filter(source__isnull=False).update(**facts)
    parcel = begun(town, f"case-study:{CaseStudy.objects.get(source__isnull=False).pk}")
    made = seal(pk=parcel.pk, by=town.registrar, revision=1, now=NOON)
    (_, _, data) = opened(bytes(made.content or b"")).parts[0]
    assert (data["title"], data["text"].strip()) == ("a provider.", "a provider has a lead.")


def test_a_pack_is_not_signed_while_it_names_somebody_or_after_it_was_changed_unread() -> None:
    town = a_trading_town()
    parcel = begun(town)
    words = [each["found"] if each["kind"] == "person" else each["by"] for each in parcel.replacements]
    saved = replace_names(
        pk=parcel.pk, by=town.registrar, words=words, more=[("asked", "told")], revision=1, now=NOON
    )
    with pytest.raises(Refused, match="Name of a person: 1 would still leave"):
        seal(pk=parcel.pk, by=town.registrar, revision=saved.revision, now=NOON)
    with pytest.raises(Refused, match="Somebody changed this pack after you opened it"):
        seal(pk=parcel.pk, by=town.registrar, revision=1, now=NOON)
    with pytest.raises(NotAllowed):
        begin(by=town.head, unit=town.provider, title="x", keys=[], now=NOON)
    with pytest.raises(Refused, match="Choose from 1 to 50"):
        begun(town, "case-study:none")


def came(town: Town, content: bytes, *numbers: int) -> Report:
    pack = look_at(content=content, unit=town.provider, by=town.registrar, now=NOON)
    return bring_in(pk=pack.pk, numbers=numbers or range(1, 51), by=town.registrar, now=NOON)


def test_what_comes_in_is_a_draft_marked_as_anothers_and_comes_once_whatever_pack_it_stands_in() -> None:
    town = a_trading_town()
    report = came(town, p.a_pack())
    assert report.came_in == ["Cover at night"]
    study = CaseStudy.objects.get(title="Cover at night")
    assert (study.status, study.shared, study.anonymised, study.permission) == ("draft", True, True, "")
    assert study.versions.get().note == "Shared by another provider"
    assert [theme.title for theme in study.themes.all()] == ["Welfare"]
    assert came(town, p.a_pack()).here == ["Cover at night"]
    both = p.a_pack(("case-study", p.STUDY), ("statement", p.POLICY))
    report = came(town, both)
    assert (report.here, report.came_in) == (["Cover at night"], ["How we use personal data"])
    assert CaseStudy.objects.filter(title="Cover at night").count() == 1
    draft = Statement.objects.get(kind="privacy")
    assert (draft.status, draft.text, draft.reason) == (
        "draft",
        "We keep **little**.",
        "Shared by another provider",
    )


def test_a_part_that_cannot_come_in_says_why_and_stops_none_of_the_others() -> None:
    town = a_trading_town()
    came(town, p.a_pack(("statement", p.POLICY)))
    other = p.POLICY | {"text": "Another text."}
    report = came(town, p.a_pack(("statement", other), ("case-study", p.STUDY)))
    assert report.came_in == ["Cover at night"]
    assert report.refused == [
        "How we use personal data: There is an open draft of ‘How personal data is used’. Approve or discard that one first."
    ]
    assert Statement.objects.get(kind="privacy").text == "We keep **little**."


def test_a_procedure_goes_out_without_our_code_and_comes_in_with_theirs() -> None:
    town = a_trading_town()
    a_procedure(town)
    version = Procedure.objects.get()
    Procedure.objects.filter(pk=version.pk).update(text=version.text + '\n[[track]]\nunit = "northmoor"\n')
    made = seal(pk=begun(town, f"procedure:{version.pk}").pk, by=town.registrar, revision=1, now=NOON)
    content = bytes(made.content or b"")
    assert 'unit = "provider"' in opened(content).parts[0][2]["text"]
    assert came(town, content).came_in == ["External speakers and events"]
    draft = Procedure.objects.get(status="draft")
    assert 'unit = "northmoor"' in draft.text
    assert (draft.unit, draft.drafted_by) == (town.provider, town.registrar)


def test_words_of_a_poster_leave_without_names_and_come_in_as_a_draft_that_a_person_puts_in_use() -> None:
    town = a_trading_town()
    let("registrar", "outreach.manage")
    words = replace(
        OURS[Design.SPEECH], heading="Speak at\nNorthmoor.", points=("The Faculty of Arts helps.",)
    )
    written = {"by": town.registrar, "unit": town.provider, "design": Design.SPEECH, "now": NOON}
    draft = write_words(words=words, **written)
    use_words(by=town.registrar, pk=draft.pk, revision=1, now=NOON)
    made = seal(pk=begun(town, f"poster:{draft.pk}").pk, by=town.registrar, revision=1, now=NOON)
    left = opened(bytes(made.content or b"")).parts[0][2]
    assert left["heading"] == ["Speak at", "a provider."]
    assert "Faculty" not in left["points"][0]
    assert came(town, bytes(made.content or b"")).came_in == ["Speakers and freedom of speech"]
    coming = Wording.objects.get(number=2)
    assert (coming.standing, coming.shared, coming.unit) == ("draft", True, town.provider)
    assert words_of(coming.words).heading == "Speak at\na provider."
    assert words_in_use(town.provider)[Design.SPEECH].words == words
    other = left | {"call": "Another"}
    assert came(town, p.a_pack(("poster", other))).refused == [
        "Speakers and freedom of speech: There is a draft of words for ‘Speakers and freedom of speech’. Use it or let it go first."
    ]
    hostile = left | {"form": "who", "call": "Ring 01632 960123"}
    assert "telephone number" in came(town, p.a_pack(("poster", hostile))).refused[0]
    came(town, p.a_pack(("poster", left | {"form": "who"})))
    assert Wording.objects.get(design="who").words["points"] == [], "this design has no further lines"


def test_a_checklist_leaves_without_names_and_comes_in_as_the_draft_of_a_list() -> None:
    town = a_trading_town()
    let("registrar", "audits.plan")
    asked = ["Did Tom Ferris meet the speaker?", "Was the room right for everybody?"]
    said = {"title": "Welcome", "about": "What the record cannot show", "questions": asked}
    draft = begin_list(by=town.registrar, unit=town.provider, now=NOON, **said)
    use_questions(by=town.registrar, pk=draft.pk, revision=1, now=NOON)
    parcel = begun(town, f"checklist:{draft.pk}")
    made = bytes(seal(pk=parcel.pk, by=town.registrar, revision=1, now=NOON).content or b"")
    left = opened(made).parts[0][2]
    assert left["questions"] == ["Did a member of staff meet the speaker?", asked[1]]
    assert came(town, made).came_in == ["Welcome"]
    coming = Edition.objects.get(number=2)
    assert (coming.of, coming.standing, coming.shared) == (draft.of, "draft", True)
    assert coming.questions == left["questions"]
    theirs = left | {"title": "Of another college"}
    again = left | {"text": "For something else"}
    report = came(town, p.a_pack(("checklist", theirs), ("checklist", again)))
    assert report.came_in == ["Of another college"]
    assert report.refused == ["Welcome: There is a draft of ‘Welcome’. Use it or let it go first."]
    assert QuestionList.objects.count() == 2
    with pytest.raises(NotAPack, match="‘questions’ of a part cannot be read"):
        came(town, p.with_part(left | {"questions": ["Why?"] * 21}, kind="checklist"))


def test_a_pack_that_was_changed_leaves_nothing_behind() -> None:
    town = a_trading_town()
    files = p.contents(p.a_pack())
    with pytest.raises(NotAPack, match="changed after it was signed"):
        came(town, p.zipped(files | {"parts/01.json": files["parts/01.json"].replace(b"two", b"ten")}))
    assert not Pack.objects.exists()


def test_a_key_is_known_when_a_person_says_so() -> None:
    town = a_trading_town()
    pack = look_at(content=p.a_pack(), unit=town.provider, by=town.registrar, now=NOON)
    client = Client()
    client.force_login(town.registrar.user)
    address = reverse("exchange:pack", args=[pack.pk])
    assert "Not known here" in client.get(address).content.decode()
    know_key(unit=town.provider, key=pack.key, name="Southmoor College", by=town.registrar, now=NOON)
    shown = client.get(address).content.decode()
    assert "Southmoor College" in shown
    assert pack.key[:4] in shown
    forget_key(unit=town.provider, key=pack.key, by=town.registrar, now=NOON)
    assert "Not known here" in client.get(address).content.decode()
    assert list(
        Entry.objects.filter(action__startswith="exchange.key")
        .values_list("action", flat=True)
        .order_by("seq")
    ) == [
        "exchange.key-known",
        "exchange.key-unknown",
    ]


def test_the_whole_way_on_the_pages() -> None:
    town = a_trading_town()
    client = Client()
    client.force_login(town.registrar.user)
    key = f"case-study:{CaseStudy.objects.get(title='Officers').pk}"
    begun_ = client.post(reverse("exchange:new"), {"title": "To share", "keys": [key]})
    page = client.get(begun_.url).content.decode()
    assert "Stands there once." in page
    assert "a member of staff" in page
    sealing = reverse("exchange:seal", args=[Parcel.objects.get().pk])
    unread = client.post(sealing, {"revision": "1"})
    assert unread.status_code == 422
    assert "Read the preview, then tick that it names nobody." in unread.content.decode()
    assert client.post(sealing, {"revision": "1", "read": "on"}).status_code == 302
    file = client.get(reverse("exchange:file", args=[Parcel.objects.get().pk]))
    assert opened(file.content).parts[0][2]["title"] == "Officers"
    upload = io.BytesIO(b"PK\x03\x04 no pack")
    upload.name = "pack.zip"
    refused = client.post(reverse("exchange:bring-in"), {"pack": upload})
    assert refused.status_code == 409
    good = io.BytesIO(p.a_pack())
    good.name = "pack.zip"
    looked = client.post(reverse("exchange:bring-in"), {"pack": good})
    assert client.post(looked.url, {"parts": ["1"]}).status_code == 302
    assert "Everything in this pack is here." in client.get(looked.url).content.decode()
    outsider = Client()
    outsider.force_login(town.principal.user)
    assert outsider.get(looked.url).status_code == 404


def test_on_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    town = a_trading_town()
    by = ["--by", town.registrar.email]
    key = f"case-study:{CaseStudy.objects.get(title='Officers').pk}"
    assert main(["exchange", "export", *by]) == 0
    assert f"{key}  Case study: Officers" in capsys.readouterr().out
    assert main(["exchange", "export", key, *by]) == 0
    assert "Tom Ferris  ->  a member of staff" in capsys.readouterr().out
    assert not Parcel.objects.exists(), "nothing is kept of what was only looked at"
    out = tmp_path / "pack.zip"
    assert (
        main(["exchange", "export", key, *by, "--confirm", "--out", str(out), "--replace", "asked=told"]) == 0
    )
    assert " told " in opened(out.read_bytes()).parts[0][2]["text"]
    other = tmp_path / "other.zip"
    other.write_bytes(p.a_pack())
    capsys.readouterr()
    assert main(["exchange", "import", str(other), *by, "--dry-run"]) == 0
    assert "not known here" in capsys.readouterr().out
    assert not Pack.objects.exists()
    assert main(["exchange", "import", str(other), *by]) == 0
    assert "Came in as a draft: Cover at night" in capsys.readouterr().out
    other.write_bytes(b"no pack")
    assert main(["exchange", "import", str(other), *by]) == 1
    assert "damaged" in capsys.readouterr().err
    assert main(["exchange", "import", str(other), "--by", town.member.email]) == 1
