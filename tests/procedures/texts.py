"""Texts of procedures for the tests: a whole small one, and the presets."""

from pathlib import Path

PRESETS = Path(__file__).parents[2] / "src" / "dueregard" / "presets"
NAMES = ("small-college", "central-register")

SMALL = """\
[procedure]
kind = "events"
title = "External speakers and events"
lead_time = "10 working days"
late = "principal"

[[question]]
id = "refused-elsewhere"
ask = "Has the speaker been refused permission to speak anywhere?"
kind = "yes-no"
if_yes = { mark = "designated", then_ask = ["refused-details"] }

[[question]]
id = "refused-details"
ask = "Where, when, and what was the reason given?"
kind = "long-text"
only_when_asked = true

[[check]]
id = "room"
title = "Room"
post = "registrar"
within = "2 working days"

[[check]]
id = "security"
title = "Security"
post = "registrar"
within = "3 working days"
when = ["designated", "off-site", "over 200 people"]

[[step]]
id = "team"
title = "Commercial team"
post = "registrar"
may = ["pass up"]
within = "3 working days"
after = ["room"]

[[step]]
id = "principal"
title = "Principal"
post = "principal"
may = ["approve", "approve with conditions", "refuse"]
within = "3 working days"

[appeal]
post = "head"
lodged_within = "5 working days"
within = "5 working days"

[unclaimed]
after = "1 working day"
then = ["deputy", "next step"]
"""


def preset(name: str) -> str:
    return (PRESETS / name / "events.toml").read_text("utf-8")


def line_of(text: str, part: str) -> int:
    """The number of the first line that holds `part`."""
    return next(number for number, line in enumerate(text.splitlines(), 1) if part in line)
