"""What the hub's templates need: a link to a PDF that says how large it is."""

from collections.abc import Mapping

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from dueregard.kernel.templatetags.dueregard import say_file_size

register = template.Library()


@register.simple_tag
def booklet(address: str, sizes: Mapping[str, int], key: str, what: str) -> SafeString:
    """A link 'PDF (64 kB)'; without a size where it has not been made yet."""
    size = f" ({say_file_size(sizes[key])})" if key in sizes else ""
    return format_html(
        '<a class="govuk-link" href="{}">PDF{}<span class="govuk-visually-hidden">, {}</span></a>',
        address,
        size,
        what,
    )
