"""A video that the provider holds: with captions and a transcript or not at all, in parts, withdrawn for good."""

import pytest
from django.test import Client
from django.urls import reverse

from dueregard.documents.files.streamed import part_of
from dueregard.kernel.errors import NotAllowed, Refused
from dueregard.outreach.commands import video as commands
from dueregard.outreach.rules.video import why_not_captions
from tests.outreach import films as f
from tests.outreach.test_posters import signed_in
from tests.outreach.wall import a_wall
from tests.people import NOON, Town

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> Town:
    return a_wall()


def got(name: str, video, **headers):
    return Client().get(reverse(f"public_outreach:{name}", args=[video.pk]), headers=headers)


def content(answer) -> bytes:
    return b"".join(answer.streaming_content)


def test_a_published_video_has_a_page_with_captions_and_transcript(town) -> None:
    video = f.a_published(town)
    answer = got("video", video)
    text = answer.content.decode()
    assert "<video" in text
    assert '<track kind="captions"' in text
    assert "My name is Ruth." in text
    assert "media-src 'self'" in answer["Content-Security-Policy"]
    captions = got("captions", video)
    assert captions["Content-Type"] == "text/vtt; charset=utf-8"
    assert captions.content.decode() == f.CAPTIONS


def test_it_is_sent_whole_and_in_parts(town) -> None:
    video = f.a_published(town)
    whole = got("video_file", video)
    assert (whole.status_code, whole["Content-Type"], whole["Accept-Ranges"]) == (200, "video/mp4", "bytes")
    assert content(whole) == f.MP4
    part = got("video_file", video, range="bytes=8-15")
    assert (part.status_code, part["Content-Range"]) == (206, f"bytes 8-15/{len(f.MP4)}")
    assert content(part) == f.MP4[8:16]
    assert content(got("video_file", video, range="bytes=-5")) == f.MP4[-5:]
    beyond = got("video_file", video, range="bytes=999999-")
    assert (beyond.status_code, beyond["Content-Range"]) == (416, f"bytes */{len(f.MP4)}")
    assert got("video_file", video, range="pages=1-2").status_code == 200


@pytest.mark.parametrize(
    ("wanted", "part"),
    [("bytes=0-0", (0, 0)), ("bytes=5-", (5, 9)), ("bytes=-3", (7, 9)), ("bytes=0-99", (0, 9)),
     ("bytes=-99", (0, 9)), ("bytes=-", None), ("bytes=4-2", None), ("bytes=0-1,4-5", None), ("", None)],
)  # fmt: skip
def test_a_part_is_read_from_its_header(wanted, part) -> None:
    assert part_of(wanted, 10) == part


def test_nothing_goes_out_without_captions_and_transcript(town) -> None:
    draft = f.a_draft(town, captions="", transcript="")
    with pytest.raises(Refused, match=r"captions first.*transcript first"):
        commands.publish(by=town.registrar, pk=draft.pk, now=NOON)
    assert got("video", draft).status_code == 404
    assert got("video_file", draft).status_code == 404


def test_a_withdrawn_video_keeps_its_page_and_shows_nothing(town) -> None:
    video = f.a_published(town)
    commands.withdraw(by=town.registrar, pk=video.pk, now=NOON)
    answer = got("video", video)
    assert answer.status_code == 410
    assert "This video has been withdrawn." in answer.content.decode()
    assert "My name is Ruth" not in answer.content.decode()
    assert {got(name, video).status_code for name in ("video_file", "captions")} == {404}
    commands.publish(by=town.registrar, pk=video.pk, now=NOON)
    assert got("video", video).status_code == 200


@pytest.mark.parametrize(
    ("upload", "sentence"),
    [
        (f.MP4[:-3], "damaged or was cut short"),
        (f.MP4 + b"<script>alert(1)</script>", "damaged or was cut short"),
        (f.box(b"ftyp", b"qt  \0\0\0\0") + f.box(b"moov"), "another kind"),
        (f.box(b"ftyp", b"isom\0\0\0\0") + f.box(b"mdat"), "damaged or was cut short"),
        (f.WEBM.replace(b"\x84webm", b"\x84xxxx"), "Matroska"),
        (b"<!doctype html><script>alert(1)</script>", "no video that browsers play"),
        (b"%PDF-1.7 %%EOF", "no video that browsers play"),
    ],
)
def test_what_is_no_video_is_refused_whatever_its_name(town, upload, sentence) -> None:
    with pytest.raises(Refused, match=sentence):
        commands.save_video(
            by=town.registrar, unit=town.provider, title="A", upload=f.an_upload(upload), now=NOON
        )


def test_a_video_is_no_larger_than_the_provider_allows(town, settings) -> None:
    settings.VIDEO_MEGABYTES = 0
    with pytest.raises(Refused, match="larger than 0 MB"):
        f.a_draft(town)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("1\n00:00:01,000 --> 00:00:02,000\nA", "first line must be WEBVTT"),
        ("WEBVTT\n\nnothing", "no caption in it"),
        ("WEBVTT\n\n00:00:01,000 --> 00:00:02,000\nA", "Line 3 of the captions has no times"),
        ("WEBVTT\n\n00:05.000 --> 00:02.000\nA", "Line 3 of the captions ends before it begins"),
    ],
)
def test_captions_are_captions(text, sentence) -> None:
    assert sentence in why_not_captions(text)[0]


def test_captions_as_programs_write_them_are_taken() -> None:
    assert why_not_captions(f.CAPTIONS) == []
    assert why_not_captions("\ufeff" + f.CAPTIONS.replace("\n", "\r\n")) == []


def test_only_who_looks_after_it_prepares_and_publishes(town) -> None:
    draft = f.a_draft(town)
    with pytest.raises(NotAllowed):
        commands.publish(by=town.head, pk=draft.pk, now=NOON)


def test_from_the_form_to_the_page(town, client) -> None:
    signed_in(client, town.registrar)
    where = reverse("outreach:new_video", args=[town.provider.pk])
    wrong = {"title": "Welcome", "captions": f.an_upload(b"no captions", "a.vtt")}
    answer = client.post(where, wrong)
    assert (answer.status_code, "first line must be WEBVTT" in answer.content.decode()) == (422, True)
    typed = {
        "title": "Welcome",
        "transcript": f.TRANSCRIPT,
        "upload": f.an_upload(f.WEBM, "welcome.webm"),
        "captions": f.an_upload(f.CAPTIONS.encode(), "welcome.vtt"),
    }
    answer = client.post(where, typed, follow=True)
    assert "Nobody else sees it" in answer.content.decode()
    video = town.provider.videos.get()
    assert client.get(reverse("public_outreach:video", args=[video.pk])).status_code == 200
    assert got("video", video).status_code == 404
    answer = client.post(reverse("outreach:publish_video", args=[video.pk]), follow=True)
    assert "It is published." in answer.content.decode()
    assert got("video_file", video)["Content-Type"] == "video/webm"
    changed = client.post(reverse("outreach:edit_video", args=[video.pk]), {"title": "Other"})
    assert changed.status_code == 409
