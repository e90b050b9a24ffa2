"""When captions are captions, and when a video can be published."""

import re

LONGEST_CAPTIONS = 500_000
_TIME = r"(?:\d{2,}:)?[0-5]\d:[0-5]\d\.\d{3}"
_CUE = re.compile(rf"^({_TIME})[ \t]+-->[ \t]+({_TIME})(?:[ \t].*)?$")


def why_not_captions(text: str) -> list[str]:
    """Why a text is no WebVTT: its first line, a time that cannot be read, no line at all."""
    if len(text) > LONGEST_CAPTIONS:
        return ["The captions are too long for a video: this is another file."]
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if not re.match(r"WEBVTT(?:[ \t]|$)", lines[0]):
        return [
            "These are no captions in WebVTT: the first line must be WEBVTT. Export them as .vtt and send that."
        ]
    cues = [(number, line) for number, line in enumerate(lines, 1) if "-->" in line]
    if not cues:
        return ["There is no caption in it."]
    reasons = [_why_not_cue(number, line) for number, line in cues]
    return [reason for reason in reasons if reason][:5]


def _why_not_cue(number: int, line: str) -> str:
    found = _CUE.match(line.strip())
    if not found:
        return f"Line {number} of the captions has no times like 00:00:01.000 --> 00:00:04.000."
    if _seconds(found[2]) <= _seconds(found[1]):
        return f"Line {number} of the captions ends before it begins."
    return ""


def _seconds(time: str) -> float:
    total = 0.0
    for part in time.split(":"):
        total = total * 60 + float(part)
    return total


def why_not_save(*, state: str, captions: str) -> list[str]:
    reasons = why_not_captions(captions) if captions else []
    if state != "draft":
        reasons.append(
            "It has been published. Withdraw it and make a new one where more than words has changed."
        )
    return reasons


def why_not_publish(*, state: str, file: bool, captions: str, transcript: str) -> list[str]:
    """A video goes out with what people need who do not hear or see it (WCAG 2.2, 1.2.1 to 1.2.3)."""
    if state == "published":
        return ["It is published already."]
    reasons = [] if file else ["Send the video first."]
    if not captions:
        reasons.append("Send its captions first, for people who do not hear it.")
    if not transcript.strip():
        reasons.append("Write its transcript first, for people who would rather read, or do not see it.")
    return reasons


def why_not_withdraw(*, state: str) -> list[str]:
    return [] if state == "published" else ["It is not published."]
