"""A video with its words."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError

from dueregard.kernel.forms import DrForm, LongText, TextLine, Upload
from dueregard.outreach.rules.video import LONGEST_CAPTIONS, why_not_captions


class VideoForm(DrForm):
    title = TextLine(label="Title")
    about = LongText(
        label="What it is about", hint="A sentence or two.", max_length=1000, rows=2, required=False
    )
    upload = Upload(
        label="The video",
        hint="MP4 or WebM.",
        max_bytes=settings.VIDEO_MEGABYTES * 1024 * 1024,
        accept=".mp4,.webm,video/mp4,video/webm",
        required=False,
    )
    captions = Upload(
        label="Captions",
        hint="WebVTT (.vtt), for people who do not hear it.",
        max_bytes=LONGEST_CAPTIONS,
        accept=".vtt,text/vtt",
        required=False,
    )
    transcript = LongText(
        label="Transcript",
        hint="All that is said, and what can be seen and matters. It stands below the video.",
        max_length=100_000,
        rows=10,
        required=False,
    )

    def __init__(self, *args: Any, held: bool = False, **kwargs: Any) -> None:
        """`held`: there is a video already, whose file and captions stay where none are sent."""
        super().__init__(*args, **kwargs)
        if held:
            for name in ("upload", "captions"):
                self.fields[name].help_text += " Leave it empty to keep what is there."

    def clean_captions(self) -> str:
        upload = self.cleaned_data["captions"]
        if upload is None:
            return ""
        try:
            text = str(upload.read().decode("utf-8-sig"))
        except UnicodeDecodeError:
            raise ValidationError("The captions are not in UTF-8. Export them as WebVTT again.") from None
        if reasons := why_not_captions(text):
            raise ValidationError(reasons)
        return text
