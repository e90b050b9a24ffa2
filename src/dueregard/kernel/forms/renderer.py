"""Draws every form field of the product, Django's and allauth's own included, with our templates."""

from functools import cache
from typing import Any

from django.forms.renderers import TemplatesSetting
from django.template import TemplateDoesNotExist
from django.template.loader import get_template

_OURS = {
    **dict.fromkeys(
        ("text", "email", "url", "number", "password", "search", "tel", "color", "date", "time", "datetime"),
        "kernel/forms/input.html",
    ),
    "input": "kernel/forms/input.html",
    "file": "kernel/forms/file.html",
    "clearable_file_input": "kernel/forms/file.html",
    "textarea": "kernel/forms/textarea.html",
    "select": "kernel/forms/select.html",
    "checkbox": "kernel/forms/checkbox.html",
    "radio": "kernel/forms/radios.html",
    "checkbox_select": "kernel/forms/checkboxes.html",
}


@cache
def _our_name(name: str) -> str:
    folder, _, file = name.rpartition("/")
    return _OURS.get(file.removesuffix(".html"), name) if folder == "django/forms/widgets" else name


class Renderer(TemplatesSetting):
    """Renders fields and widgets from `kernel/forms/`; whatever has no template there keeps Django's own."""

    field_template_name = "kernel/forms/field.html"
    form_template_name = "kernel/forms/form.html"

    def get_template(self, template_name: str) -> Any:
        try:
            return get_template(_our_name(template_name))
        except TemplateDoesNotExist:
            return super().get_template(template_name)
