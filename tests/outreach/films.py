"""Videos so small that they show nothing, whole enough to be told from what is none."""

from django.core.files.uploadedfile import SimpleUploadedFile

from dueregard.outreach.commands import video as commands
from dueregard.outreach.models import Video
from tests.people import NOON, Town


def box(name: bytes, content: bytes = b"") -> bytes:
    return (8 + len(content)).to_bytes(4, "big") + name + content


MP4 = box(b"ftyp", b"isom\0\0\2\0isomiso2mp41") + box(b"moov", b"\0" * 64) + box(b"mdat", bytes(range(256)))
WEBM = (
    b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\xf7\x81\x01\x42\xf2\x81\x04\x42\xf3\x81\x08\x42\x82\x84webm"
    + b"\0" * 64
)
CAPTIONS = "WEBVTT\n\n1\n00:00:00.000 --> 00:00:02.500\nWelcome to Northmoor.\n\n00:02.500 --> 00:05.000 align:start\nMy name is Ruth.\n"
TRANSCRIPT = "Ruth Adair stands in the courtyard.\n\n**Ruth:** Welcome to Northmoor. My name is Ruth."


def an_upload(content: bytes = MP4, name: str = "welcome.mp4") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def a_draft(town: Town, *, captions: str = CAPTIONS, transcript: str = TRANSCRIPT) -> Video:
    return commands.save_video(
        by=town.registrar,
        unit=town.provider,
        title="Welcome",
        about="Who we are.",
        transcript=transcript,
        captions=captions,
        upload=an_upload(),
        now=NOON,
    )


def a_published(town: Town) -> Video:
    return commands.publish(by=town.registrar, pk=a_draft(town).pk, now=NOON)
