"""What people type about bookings."""

from dueregard.bookings.forms.files import ColumnsForm, FileForm
from dueregard.bookings.forms.review import ChangeForm, FilterForm, LetterForm, NumberForm, SettleForm
from dueregard.bookings.forms.source import SourceForm

__all__ = [
    "ChangeForm", "ColumnsForm", "FileForm", "FilterForm", "LetterForm", "NumberForm", "SettleForm", "SourceForm",
]  # fmt: skip
