"""Pictures in texts: described in words, safe, without the camera's remarks, on the page and on paper (issue 4, item 1)."""

import io
import struct

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from dueregard.documents.files.pictures import pixels_of, without_remarks
from dueregard.kernel.errors import NotAllowed, Refused
from dueregard.kernel.markdown import html_of
from dueregard.organisation.models import Person
from dueregard.practice.commands import editing
from dueregard.practice.commands.booklets import fresh
from dueregard.practice.commands.pictures import add_picture, describe_picture, remove_picture
from dueregard.practice.models import CaseStudy
from dueregard.practice.rules.editing import Typed
from tests.documents.test_files import chunk, jpeg, png
from tests.documents.test_pdf import _fonts_are_built, kinds
from tests.people import Town, a_town
from tests.practice.shelf import NOW, on_the_shelf

pytestmark = pytest.mark.django_db
__all__ = ["_fonts_are_built"]
WORDS = "A plan of two buildings, with a gap on Sunday evening"


@pytest.fixture(autouse=True)
def _folder(settings, tmp_path) -> None:
    settings.FILES_ROOT = str(tmp_path / "files")


@pytest.fixture
def town() -> Town:
    """The registrar writes, the principal publishes too."""
    return a_town(registrar=("practice.edit",), principal=("practice.edit", "practice.publish"))


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person.user)
    return client


def draft() -> CaseStudy:
    return on_the_shelf("Cover", "We drew a plan.", "Welfare", status="draft", published_at=None)


def add(town: Town, study: CaseStudy, content: bytes, alt: str = WORDS, *, decorative: bool = False):
    upload = SimpleUploadedFile("plan.png", content)
    return add_picture(pk=study.pk, by=town.registrar, upload=upload, alt=alt, decorative=decorative, now=NOW)


def rewritten(town: Town, study: CaseStudy, text: str) -> CaseStudy:
    typed = Typed(title=study.title, text=text, themes=["welfare"])
    return editing.rewrite(pk=study.pk, by=town.registrar, typed=typed, number=study.number, now=NOW)


def published(study: CaseStudy) -> None:
    CaseStudy.objects.filter(pk=study.pk).update(status="published", published_at=NOW, permission="The dean")


def real_png(width: int, height: int) -> bytes:
    """Grey, and whole enough for the typesetter to read."""
    import zlib

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    rows = zlib.compress((b"\0" + b"\x80" * width) * height)
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def test_a_picture_stands_in_the_page_and_on_paper_with_its_words(town) -> None:
    study = draft()
    made = add(town, study, real_png(40, 30))
    decoration = add(town, study, real_png(20, 10), alt="", decorative=True)
    rewritten(town, study, "We drew a plan.\n\n![](picture:1)\n\n![](picture:2)\n\nThen we filled the gap.")
    published(study)
    shown = Client().get("/practice/read/cover/").content.decode()
    assert (
        f'<img src="/practice/pictures/{made.pk}" alt="{WORDS}" width="40" height="30" loading="lazy">'
        in shown
    )
    assert f'<img src="/practice/pictures/{decoration.pk}" alt=""' in shown
    document = pikepdf.open(io.BytesIO(bytes(fresh("read/cover", provider="", now=NOW).content)))
    assert kinds(document).count("/Figure") == 1
    assert WORDS in [str(each.get("/Alt")) for each in document.objects if _is_figure(each)]
    with document.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"


def _is_figure(each: object) -> bool:
    return isinstance(each, pikepdf.Dictionary) and str(each.get("/S", "")) == "/Figure"


def test_a_picture_is_described_or_said_to_be_decoration(town) -> None:
    study = draft()
    with pytest.raises(Refused, match="Say in words what the picture shows"):
        add(town, study, png(), alt="")
    with pytest.raises(Refused, match="Either describe the picture"):
        add(town, study, png(), decorative=True)
    add(town, study, png())
    changed = describe_picture(pk=study.pk, number=1, by=town.registrar, alt="", decorative=True, now=NOW)
    assert (changed.alt, changed.decorative) == ("", True)


def test_only_png_and_jpeg_of_a_bearable_size_are_kept(town) -> None:
    study = draft()
    for content in (b"%PDF-1.7 %%EOF", b"<svg onload='x'/>", b"GIF89a", b"RIFF0000WEBP"):
        with pytest.raises(Refused, match="Send a PNG or JPEG picture"):
            add(town, study, content)
    with pytest.raises(Refused, match="larger than 2 MB"):
        add(town, study, png() + b"\0" * 2_100_000)


def test_what_a_camera_wrote_into_a_picture_is_taken_out() -> None:
    place = b"Exif\0\0MM\0*\0\0\0\x08\0\0 at 51.5N 0.1W"
    told = jpeg(6, 4).replace(
        b"\xff\xc0", b"\xff\xe1" + struct.pack(">H", len(place) + 2) + place + b"\xff\xc0", 1
    )
    assert b"51.5N" in told
    assert without_remarks(told) == jpeg(6, 4)
    assert pixels_of(told) == (6, 4)
    said = png(6, 4, more=chunk(b"tEXt", b"Author\0Ada") + chunk(b"eXIf", b"51.5N"))
    assert without_remarks(said) == png(6, 4)
    turned = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0"
    sideways = jpeg().replace(
        b"\xff\xc0", b"\xff\xe1" + struct.pack(">H", len(turned) + 2) + turned + b"\xff\xc0", 1
    )
    with pytest.raises(Refused, match="save it upright"):
        without_remarks(sideways)


def test_a_picture_is_for_everybody_once_its_text_is_published_and_kept_long(town) -> None:
    study = draft()
    made = add(town, study, png())
    path = f"/practice/pictures/{made.pk}"
    assert Client().get(path).status_code == 404
    assert signed_in(town.organiser).get(path).status_code == 404
    assert signed_in(town.registrar).get(path).status_code == 200
    published(study)
    answer = Client().get(path)
    assert b"".join(answer.streaming_content) == png()
    told = {name: answer[name] for name in ("Content-Type", "X-Content-Type-Options", "Cache-Control")}
    assert told == {
        "Content-Type": "image/png",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "public, max-age=31536000, immutable",
    }
    assert answer["Content-Disposition"] == "inline"
    assert "sandbox" in answer["Content-Security-Policy"]


def test_a_text_shows_only_pictures_of_its_own_that_are_there(town) -> None:
    study = draft()
    with pytest.raises(Refused, match="The text shows picture 1, which is not there"):
        rewritten(town, study, "![](picture:1)")
    add(town, study, png())
    rewritten(town, study, "![](picture:1)")
    with pytest.raises(Refused, match="still shows this picture"):
        remove_picture(pk=study.pk, number=1, by=town.registrar, now=NOW)
    study.refresh_from_db()
    rewritten(town, study, "Words alone.")
    remove_picture(pk=study.pk, number=1, by=town.registrar, now=NOW)
    assert study.pictures.count() == 0


@pytest.mark.parametrize(
    "address",
    [
        "https://elsewhere.example/x.png",
        "//elsewhere.example/x.png",
        "data:image/png;base64,x",
        "picture:9",
        "/x",
    ],
)
def test_no_picture_comes_from_anywhere_else(address) -> None:
    assert "<img" not in html_of(f"![words]({address})", pictures={})
    assert "<img" not in html_of(f"![words]({address})")


def test_who_may_not_edit_adds_no_picture(town) -> None:
    study = draft()
    with pytest.raises(NotAllowed):
        add_picture(
            pk=study.pk,
            by=town.organiser,
            upload=SimpleUploadedFile("a.png", png()),
            alt=WORDS,
            decorative=False,
            now=NOW,
        )
    published(study)
    with pytest.raises(NotAllowed):
        add(town, study, png())


def test_the_editor_adds_and_describes_a_picture_on_the_pages(town) -> None:
    study = draft()
    client, path = signed_in(town.registrar), f"/practice/texts/{study.pk}/pictures/"
    nothing = client.post(path, {"picture": SimpleUploadedFile("a.png", png())})
    assert nothing.status_code == 422
    assert "Say in words what the picture shows" in nothing.content.decode()
    client.post(path, {"picture": SimpleUploadedFile("a.png", png()), "alt": WORDS})
    shown = client.get(path).content.decode()
    assert f"Read out as: {WORDS}" in shown
    assert "![](picture:1)" in shown
    client.post(f"{path}1/", {"alt": "Another plan"})
    assert study.pictures.get().alt == "Another plan"
    client.post(f"{path}1/", {"alt": "Another plan", "remove": "yes"})
    assert not study.pictures.exists()
