"""What people type on the set-up pages."""

from dueregard.organisation.forms.dates import AwayForm, ClosureForm, EndForm, LeaveForm
from dueregard.organisation.forms.people import ConfirmForm, PersonForm, PersonPicker
from dueregard.organisation.forms.posts import DeputyForm, GivePostForm, PostForm, PostKindForm
from dueregard.organisation.forms.units import CloseUnitForm, MoveUnitForm, UnitForm
from dueregard.organisation.forms.uploads import ImportForm

__all__ = [
    "AwayForm",
    "CloseUnitForm",
    "ClosureForm",
    "ConfirmForm",
    "DeputyForm",
    "EndForm",
    "GivePostForm",
    "ImportForm",
    "LeaveForm",
    "MoveUnitForm",
    "PersonForm",
    "PersonPicker",
    "PostForm",
    "PostKindForm",
    "UnitForm",
]
