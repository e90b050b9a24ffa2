"""Texts with which a provider begins. They are in force from the first day, marked as starter texts."""

from importlib import resources

from dueregard.statements.models import CODE, KINDS

STARTERS = (CODE,)


def starter(kind: str, provider: str) -> tuple[str, str]:
    """Title and text of the starter of this kind, in the provider's name."""
    text = resources.files(__package__).joinpath(f"{kind}.md").read_text("utf-8")
    return KINDS[kind], text.replace("{provider}", provider)
