"""Reads the forms of a page as a browser does: what they hold, and what they would send."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any


@dataclass
class Control:
    """One name of a form. `value` is what would be sent; None where nothing would."""

    name: str
    kind: str
    value: str | None = ""

    @property
    def is_typed(self) -> bool:
        """Whether a person types into it and a page shows what was typed."""
        return self.kind in {"text", "textarea", "email", "search", "tel", "number"}


@dataclass
class Form:
    action: str
    method: str
    multipart: bool
    controls: dict[str, Control] = field(default_factory=dict)

    def would_send(self) -> dict[str, str]:
        return {each.name: each.value for each in self.controls.values() if each.value is not None}


class Page(HTMLParser):
    """`forms` in order; `ids` of all elements; `summary_links` of the error summary; `texts` of what is shown."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.forms: list[Form] = []
        self.ids: set[str] = set()
        self.summary_links: list[str] = []
        self.has_summary = self.has_field_error = False
        self.shown: dict[str, list[str]] = {}
        self._form: Form | None = None
        self._area = self._select = ""
        self._text: list[str] = []
        self._depth = 0
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has: dict[str, Any] = {name: value or "" for name, value in attrs}
        self.ids.add(has.get("id", ""))
        classes = has.get("class", "").split()
        self.has_summary = self.has_summary or "govuk-error-summary" in classes
        self.has_field_error |= "govuk-error-message" in classes and "id" not in has
        if tag == "a" and has.get("href", "").startswith("#id_"):
            self.summary_links.append(has["href"][1:])
        if tag == "form":
            method, multipart = (
                has.get("method", "get").lower(),
                has.get("enctype", "").startswith("multipart"),
            )
            self._form = Form(has.get("action", ""), method, multipart)
            self.forms.append(self._form)
        elif self._form is not None:
            self._control(tag, has)

    def _control(self, tag: str, has: dict[str, Any]) -> None:
        name = has.get("name", "")
        if tag == "option" and self._select:
            control = self._add(self._select, "select")
            if "selected" in has or not control.value:
                control.value = has.get("value", "")
        elif not name:
            return
        elif tag == "textarea":
            self._area, self._text = name, []
            self._add(name, "textarea")
        elif tag == "select":
            self._select = name
            self._add(name, "select")
        elif tag == "button":
            self._add(name, "button", has.get("value", ""))
        elif tag == "input":
            self._input(name, has)

    def _input(self, name: str, has: dict[str, Any]) -> None:
        kind = has.get("type", "text")
        if kind in {"radio", "checkbox"}:
            control = self._add(name, kind, None)
            if "checked" in has:
                control.value = has.get("value", "on")
        else:
            self._add(name, kind, has.get("value", ""))
            self.shown.setdefault(name, []).append(has.get("value", ""))

    def _add(self, name: str, kind: str, value: str | None = "") -> Control:
        assert self._form is not None
        return self._form.controls.setdefault(name, Control(name, kind, value))

    def handle_data(self, data: str) -> None:
        if self._area:
            self._text.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._area and self._form is not None:
            text = "".join(self._text).removeprefix("\n")
            self._form.controls[self._area].value = text
            self.shown.setdefault(self._area, []).append(text)
            self._area = ""
        elif tag == "select":
            self._select = ""
        elif tag == "form":
            self._form = None
