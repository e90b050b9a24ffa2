"""The second shape of a mail: its text as plain, accessible HTML. Nothing is fetched, nothing is counted."""

import re

from django.utils.html import escape

LINK = re.compile(r"https?://[^\s<>\"]+[^\s<>\".,;:!?’)\]]")
PAGE = (
    '<!doctype html>\n<html lang="en-GB"><head><meta charset="utf-8"><title>{title}</title>'
    '<meta name="viewport" content="width=device-width, initial-scale=1"></head>\n'
    '<body style="font-family: Verdana, Arial, sans-serif; font-size: 16px; line-height: 1.5; max-width: 40em; overflow-wrap: anywhere;">\n'
    "{body}\n</body></html>\n"
)


def html_of(title: str, text: str) -> str:
    """The same words as `text`: a blank line parts paragraphs, a line end stays one, an address is a link."""
    paragraphs = [part.strip("\n") for part in re.split(r"\n[ \t]*\n", text) if part.strip()]
    return html_page(title, "\n".join(f"<p>{_lines(part)}</p>" for part in paragraphs))


def html_page(title: str, body: str) -> str:
    """`body` is clean HTML."""
    return PAGE.format(title=escape(title), body=body)


def _lines(paragraph: str) -> str:
    return "<br>\n".join(_linked(line) for line in paragraph.split("\n"))


def _linked(line: str) -> str:
    pieces, at = [], 0
    for found in LINK.finditer(line):
        address = escape(found.group())
        pieces += [escape(line[at : found.start()]), f'<a href="{address}">{address}</a>']
        at = found.end()
    return "".join([*pieces, escape(line[at:])])
