"""What templates say in the product's own way: `{% load dueregard %}`."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django import template
from django.forms.boundfield import BoundField
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import slugify

from dueregard.kernel.clock import Pips, read_clock, working_days
from dueregard.kernel.dates import LONDON, WorkingCalendar, long_date, short_date, today_in_london
from dueregard.kernel.forms.form import summary, wrong_parts
from dueregard.kernel.forms.widgets import DateParts

register = template.Library()
TAG_COLOURS = {"", "grey", "green", "yellow", "red"}


def _day(moment: date | datetime) -> date:
    return today_in_london(moment) if isinstance(moment, datetime) else moment


@register.filter(name="short_date")
def say_short_date(day: date | datetime | None) -> str:
    """'Tue 24 Nov'; '' for None."""
    return short_date(_day(day)) if day else ""


@register.filter(name="long_date")
def say_long_date(day: date | datetime | None) -> str:
    """'Tuesday 24 November 2026'; '' for None."""
    return long_date(_day(day)) if day else ""


@register.filter(name="moment")
def say_moment(moment: datetime | None) -> str:
    """'Mon 23 Nov, 15:10', in London; '' for None."""
    if not moment:
        return ""
    there = moment.astimezone(LONDON)
    return f"{short_date(there.date())}, {there:%H:%M}"


@register.filter(name="dated_moment")
def say_dated_moment(moment: datetime | None) -> str:
    """'Mon 23 Nov 2026, 15:10', in London, where what is told may be years old; '' for None."""
    if not moment:
        return ""
    there = moment.astimezone(LONDON)
    return f"{short_date(there.date())} {there:%Y, %H:%M}"


@register.filter(name="file_size")
def say_file_size(size: int) -> str:
    """Bytes as readers know them: '64 kB', '2.1 MB'."""
    if size >= 950_000:
        return f"{size / 1_000_000:.1f}\N{NO-BREAK SPACE}MB"
    return f"{max(1, round(size / 1000))}\N{NO-BREAK SPACE}kB"


@register.filter(name="working_days")
def say_working_days(count: int) -> str:
    """'3 working days'."""
    return working_days(count)


@register.filter
def beside(cells: Sequence[Any], header: Sequence[str]) -> list[tuple[str, Any]]:
    """The cells of a row, each with the words that stand above its column: on a phone a cell names itself."""
    return list(zip(header, cells, strict=False))


@register.simple_tag
def tag(text: str, colour: str = "") -> SafeString:
    """A small label; it always has its word. Colours: grey, green (done), yellow (soon), red (past its date)."""
    if colour not in TAG_COLOURS:
        raise ValueError(f"There is no tag colour {colour!r}; there are {sorted(TAG_COLOURS)}.")
    return format_html(
        '<strong class="govuk-tag{}">{}</strong>', f" govuk-tag--{colour}" if colour else "", text
    )


def draw_pips(pips: Pips) -> SafeString:
    """The dots, for the eye only: they are hidden from assistive technology, which gets the words."""
    kinds = pips.kinds
    if not kinds:
        return SafeString("")
    dots = format_html_join(
        "",
        '<circle cx="{}" cy="5.5" r="3.7"{}/>',
        ((5.5 + 11 * at, format_html(' class="{}"', kind) if kind else "") for at, kind in enumerate(kinds)),
    )
    return format_html(
        '<svg class="dr-pips" width="{0}" height="11" viewBox="0 0 {0} 11" aria-hidden="true" focusable="false">{1}</svg>',
        11 * len(kinds) + 2,
        dots,
    )


@register.simple_tag
def pips(used: int, left: int, late: int = 0, today: int = 0) -> SafeString:
    """Dots alone, beside words that say the same."""
    return draw_pips(Pips(used, today, left, late))


@register.inclusion_tag("kernel/_clock.html")
def clock(
    since: date | datetime, due: date | datetime, today: date, calendar: WorkingCalendar
) -> dict[str, Any]:
    """Words, date and dots of something with a day by which it is due."""
    found = read_clock(_day(since), _day(due), today, calendar)
    return {"clock": found, "dots": draw_pips(found.pips)}


@register.inclusion_tag("kernel/_clock_stopped.html")
def clock_stopped(waits_for: str, since: date | datetime, left: int | None = None) -> dict[str, Any]:
    """A clock that stands still, and for whom: `{% clock_stopped "the organiser" since 4 %}`."""
    return {"waits_for": waits_for, "since": _day(since), "left": left}


@register.inclusion_tag("kernel/_ladder.html")
def ladder(rungs: Any) -> dict[str, Any]:
    """Steps in order; each has `.state` (done, now, later, maybe), `.title`, `.text` and `.sub`."""
    return {"rungs": rungs}


@register.inclusion_tag("kernel/_timeline.html")
def timeline(items: Any, level: int = 3, *, years: bool = False) -> dict[str, Any]:
    """What happened, newest first; each has `.title`, `.by`, `.at`, `.system` and `.text`. `years`: with the year of each."""
    return {"items": items, "level": level, "years": years}


@register.inclusion_tag("kernel/_pages.html", takes_context=True)
def pages(context: Any, slice: Any, what: str = "Pages") -> dict[str, Any]:
    """Previous and Next of a `paging.Slice`, keeping the other parts of the address."""
    query = context["request"].GET.copy()
    for name in ("after", "before"):
        query.pop(name, None)
    addresses = {}
    for name, cursor in (("after", slice.next), ("before", slice.previous)):
        if cursor:
            here = query.copy()
            here[name] = cursor
            addresses[name] = f"?{here.urlencode()}"
    return {"next": addresses.get("after"), "previous": addresses.get("before"), "what": what}


@register.inclusion_tag("kernel/_error_summary.html")
def error_summary(*parts: Any) -> dict[str, Any]:
    """'There is a problem', with a link to each field; nothing when all is well. Takes forms and formsets."""
    return {"lines": summary(*parts)}


@register.simple_tag
def control(field: BoundField) -> SafeString:
    """A field's widget, described by its hint, its error and its count of characters."""
    given: dict[str, str | bool] = {}
    if isinstance(field.field.widget, DateParts):
        given["data-wrong"] = " ".join(wrong_parts(field))
    if getattr(field.field, "counted", False):
        given["aria-describedby"] = f"{field.aria_describedby or ''} {field.auto_id}-info".strip()
    return field.as_widget(attrs=given)


@register.simple_tag
def answers(field: BoundField) -> list[dict[str, Any]]:
    """The answers of radios or checkboxes: value, label, id, name, checked, hint, and the fields that unfold."""
    hints = getattr(field.field, "hints", {})
    unfold = getattr(field.field, "unfold", {})
    found = []
    for option in field.subwidgets:
        value = str(option.data["value"])
        found.append(
            {
                "value": value,
                "label": option.choice_label,
                "id": option.id_for_label,
                "name": option.data["name"],
                "checked": option.data["selected"],
                "hint": hints.get(value, ""),
                "inner": [field.form[name] for name in unfold.get(value, ()) if name in field.form.fields],
            }
        )
    return found


@register.inclusion_tag("kernel/forms/_answer.html")
def answer(field: BoundField, value: str) -> dict[str, Any]:
    """One radio or checkbox of a field, for pages that put content of their own under an answer."""
    for found in answers(field):
        if found["value"] == str(value):
            return {"answer": found, "kind": "radios" if field.widget_type == "radioselect" else "checkboxes"}
    raise ValueError(f"The field {field.name} has no answer {value!r}.")


@register.simple_block_tag(end_name="endfieldset")
def fieldset(content: str, field: BoundField) -> SafeString:
    """Legend, hint and error of a field around content that the page writes itself."""
    from django.template.loader import render_to_string

    return SafeString(render_to_string("kernel/forms/_fieldset.html", {"field": field, "content": content}))


@register.simple_block_tag(end_name="endsheet")
def sheet(content: str, title: str, *, id: str = "", firm: bool = False) -> SafeString:
    """A white sheet with a title: `{% sheet "Checks" %}…{% endsheet %}`. `firm` only where a person decides."""
    name = id or slugify(title)
    return format_html(
        '<section class="dr-sheet{}" aria-labelledby="{}"><h2 class="dr-h" id="{}">{}</h2>{}</section>',
        " dr-sheet--firm" if firm else "",
        name,
        name,
        title,
        content,
    )


@register.simple_block_tag(end_name="endnote")
def note(content: str, kind: str = "") -> SafeString:
    """Something to keep in mind. Kinds: '', 'soon', 'late', 'done'; the words say it, the colour only repeats it."""
    if kind not in {"", "soon", "late", "done"}:
        raise ValueError(f"There is no kind of note {kind!r}.")
    return format_html('<div class="dr-note{}">{}</div>', f" dr-note--{kind}" if kind else "", content)


@register.simple_block_tag(end_name="endempty")
def empty(content: str, sentence: str) -> SafeString:
    """That something is empty, and in the block what comes next or which filter hides things."""
    return format_html(
        '<div class="dr-empty"><p><strong>{}</strong></p><p class="dr-small dr-soft">{}</p></div>',
        sentence,
        content,
    )


@register.inclusion_tag("kernel/_facts.html")
def facts(pairs: Any) -> dict[str, Any]:
    """A summary list of (name, value) pairs; a pair without a value is left out."""
    return {"pairs": [(name, value) for name, value in pairs if value not in (None, "")]}


@register.inclusion_tag("kernel/_downloads.html")
def downloads(what: str, *links: str) -> dict[str, Any]:
    """Downloads named by format: `{% downloads "these 48" "CSV" csv_address "Excel" xlsx_address %}`."""
    return {"what": what, "links": list(zip(links[::2], links[1::2], strict=True))}


@register.inclusion_tag("kernel/_filter.html")
def filter_bar(form: Any, in_use: Any = (), *, label: str = "Filter", clear: str = "") -> dict[str, Any]:
    """A form that is sent by GET, and the filters in use as (words, address without this one) pairs."""
    return {"form": form, "in_use": list(in_use), "label": label, "clear": clear}
