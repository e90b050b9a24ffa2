"""How figures are said: `{% load assurance %}`."""

from django import template

from dueregard.assurance.rules.counting import said

register = template.Library()


@register.filter
def figure(number: float | None, unit: str) -> str:
    """'3.5 days', '92%'; a dash where there is no figure."""
    if number is None:
        return "–"
    if unit == "%":
        return f"{said(number)}%"
    return f"{said(number)}\N{NO-BREAK SPACE}{'day' if number == 1 else unit}"
