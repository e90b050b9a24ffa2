"""Texts with which a provider begins. Those of `STARTERS` are in force from the first day, marked as starter texts; the
others of `FIRST_TEXTS` are what a first draft begins with."""

from importlib import resources

from dueregard.statements.models import CODE, INDUCTION, KINDS, TRUST

STARTERS = (CODE,)
FIRST_TEXTS = (CODE, TRUST, INDUCTION)


def starter(kind: str, provider: str) -> tuple[str, str]:
    """Title and text of the starter of this kind, in the provider's name."""
    text = resources.files(__package__).joinpath(f"{kind}.md").read_text("utf-8")
    return KINDS[kind], text.replace("{provider}", provider)


def first_text(kind: str, provider: str) -> tuple[str, str]:
    """Title and text with which the first draft of this kind begins."""
    return starter(kind, provider) if kind in FIRST_TEXTS else (KINDS[kind], "")
