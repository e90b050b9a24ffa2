"""What the hub's templates need: a link to a PDF that says how large it is."""

from collections.abc import Mapping

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def booklet(address: str, sizes: Mapping[str, int], key: str, what: str) -> SafeString:
    """A link 'PDF (64 kB)'; without a size where it has not been made yet."""
    size = f" ({size_said(sizes[key])})" if key in sizes else ""
    return format_html(
        '<a class="govuk-link" href="{}">PDF{}<span class="govuk-visually-hidden">, {}</span></a>',
        address,
        size,
        what,
    )


def size_said(size: int) -> str:
    """Bytes as readers know them: '64 kB', '2.1 MB'."""
    return (
        f"{size / 1_000_000:.1f}\N{NO-BREAK SPACE}MB"
        if size >= 950_000
        else f"{max(1, round(size / 1000))}\N{NO-BREAK SPACE}kB"
    )
