"""Forms and their fields. Pages use only these fields, so that what people type is checked alike everywhere."""

from dueregard.kernel.forms.fields import (
    Choice,
    DateParts,
    Email,
    LongText,
    ManyChoice,
    TextLine,
    Tick,
    TimeOfDay,
    Upload,
    WholeNumber,
    YesNo,
)
from dueregard.kernel.forms.form import DrForm, summary
from dueregard.kernel.forms.renderer import Renderer

__all__ = [
    "Choice",
    "DateParts",
    "DrForm",
    "Email",
    "LongText",
    "ManyChoice",
    "Renderer",
    "TextLine",
    "Tick",
    "TimeOfDay",
    "Upload",
    "WholeNumber",
    "YesNo",
    "summary",
]
