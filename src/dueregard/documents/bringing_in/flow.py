"""From choosing a file to what would happen, and to the thing itself: one request of one person.

Nothing happens but what was shown: a page whose choices differ from those that its reader saw is shown again.
"""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from django.core import signing
from django.http import HttpRequest, HttpResponse

from dueregard.documents.bringing_in.columns import ColumnsForm, Seen
from dueregard.documents.bringing_in.travelling import packed, unpacked
from dueregard.documents.tables import Unreadable
from dueregard.kernel.errors import Refused
from dueregard.kernel.forms import DrForm
from dueregard.kernel.pages import page

SIX_HOURS = 6 * 3600
SHOWN = 100
"""Faults that a page lists."""
FEW = 5
"""Rows that a preview shows."""
TOO_OLD = "This page is too old, or was changed on its way. Choose the file again."


class Place(Protocol):
    """What a file comes into: a unit, a source."""

    @property
    def pk(self) -> Any: ...


P = TypeVar("P", bound=Place)
S = TypeVar("S", bound=Seen)
C = TypeVar("C")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Kept(Generic[P]):
    """A file on its way from page to page."""

    name: str
    content: bytes
    place: P


def listed(faults: Sequence[Any]) -> dict[str, Any]:
    """The faults that a page lists, and how many more there are."""
    return {"faults": faults[:SHOWN], "more": max(0, len(faults) - SHOWN)}


class BringingIn(ABC, Generic[P, S, C, R]):
    """An app says what it reads (`look`), what follows (`run`), and what its pages show beside that.

    `places` are those into which this person may bring a file; `who` is the person, for the signature; `purpose` names
    what is brought in, for the same. P: a place, S: a file as it is understood, C: what a person said, R: a report.
    """

    purpose: str
    preview: str
    """The template of what would happen."""
    look_again = "You changed something. This is what would happen now; look at it, then bring it in."

    def __init__(self, http: HttpRequest, who: str, places: Sequence[P]) -> None:
        self.http, self.places = http, places
        self.salt = f"{self.purpose}.{who}"

    @abstractmethod
    def file_form(self, *bound: Any) -> DrForm:
        """The form with the field `file`."""

    @abstractmethod
    def place(self, form: Any) -> P: ...

    @abstractmethod
    def choose(self, form: DrForm, status: int) -> HttpResponse:
        """The page on which a file is chosen."""

    @abstractmethod
    def look(self, kept: Kept[P], choices: C) -> S:
        """Raises `Unreadable`."""

    @abstractmethod
    def choices(self, sheet: str = "") -> C:
        """What somebody said who has said nothing yet, but for the sheet."""

    @abstractmethod
    def columns(self, seen: S, *data: Any) -> ColumnsForm: ...

    @abstractmethod
    def chosen(self, form: Any) -> C: ...

    @abstractmethod
    def told_apart(self, seen: S, choices: C) -> tuple[object, ...]:
        """All that changes what would happen: another choice has another mark."""

    @abstractmethod
    def run(self, kept: Kept[P], seen: S, choices: C, *, dry_run: bool) -> R:
        """Raises `Refused`."""

    @abstractmethod
    def done(self, kept: Kept[P], report: R) -> HttpResponse: ...

    @abstractmethod
    def shown(self, kept: Kept[P], report: R | None) -> dict[str, Any]:
        """What the page shows beside the form; `report` is None for a file with a problem."""

    def cleaned(self, content: bytes) -> bytes:
        """What of the file may travel at all."""
        return content

    def answer(self) -> HttpResponse:
        """GET: choose a file. POST with a file, or with changed columns: what would happen. POST `bring`: it happens."""
        is_post = self.http.method == "POST"
        if is_post and "kept" in self.http.POST:
            return self._again()
        form = self.file_form(*((self.http.POST, self.http.FILES) if is_post else ()))
        if form.is_bound and form.is_valid():
            upload = form.cleaned_data["file"]
            kept = Kept(upload.name, self.cleaned(upload.read()), self.place(form))
            try:
                seen = self.look(kept, self.choices())
                return self._preview(kept, seen, self.columns(seen), self.choices())
            except Unreadable as problem:
                form.add_error("file", str(problem))
        return self._choose(form)

    def _choose(self, form: DrForm) -> HttpResponse:
        return self.choose(form, 422 if form.is_bound and form.errors else 200)

    def _again(self) -> HttpResponse:
        try:
            return self._with_columns(self._unpacked())
        except (signing.BadSignature, Unreadable):
            form = self.file_form({}, {})
            form.is_valid()
            form.errors.clear()
            form.add_error("file", TOO_OLD)
            return self._choose(form)

    def _with_columns(self, kept: Kept[P]) -> HttpResponse:
        post = self.http.POST
        wanted = self.choices(post.get("sheet", ""))
        try:
            shown = self.look(kept, wanted)
        except Unreadable:
            wanted = self.choices()
            shown = self.look(kept, wanted)
        if post.get("sheet") and shown.sheet and shown.sheet.name != post.get("sheet-shown"):
            # The columns that came along are those of another sheet: guess anew.
            return self._preview(kept, shown, self.columns(shown), wanted)
        form = self.columns(shown, post)
        if not form.is_valid():
            return self._preview(kept, shown, form, wanted)
        choices = self.chosen(form)
        seen = self.look(kept, choices)
        if "bring" not in post or seen.problem:
            return self._preview(kept, seen, form, choices)
        if post.get("seen") != self._mark(seen, choices):
            return self._preview(kept, seen, form, choices, self.look_again)
        return self._bring(kept, seen, form, choices)

    def _bring(self, kept: Kept[P], seen: S, form: ColumnsForm, choices: C) -> HttpResponse:
        try:
            report = self.run(kept, seen, choices, dry_run=False)
        except Refused as no:
            return self._preview(kept, seen, form, choices, str(no), status=409)
        return self.done(kept, report)

    def _preview(
        self, kept: Kept[P], seen: S, form: ColumnsForm, choices: C, said: str = "", *, status: int = 200
    ) -> HttpResponse:
        report = None if seen.problem else self.run(kept, seen, choices, dry_run=True)
        more = {
            "kept": packed(kept.name, kept.content, str(kept.place.pk), salt=self.salt),
            "name": kept.name,
            "look": seen,
            "form": form,
            "report": report,
            "said": said,
            "seen": self._mark(seen, choices),
        }
        bad = bool(form.is_bound and form.errors) or bool(seen.problem)
        return page(self.http, self.preview, more | self.shown(kept, report), status=422 if bad else status)

    def _mark(self, seen: S, choices: C) -> str:
        """What the person has looked at."""
        return signing.Signer(salt=f"{self.purpose}.seen").signature(repr(self.told_apart(seen, choices)))

    def _unpacked(self) -> Kept[P]:
        """Raises `BadSignature` also for a place that is no longer theirs."""
        name, content, (pk,) = unpacked(self.http.POST["kept"], salt=self.salt, seconds=SIX_HOURS)
        place = next((each for each in self.places if str(each.pk) == pk), None)
        if place is None:
            raise signing.BadSignature
        return Kept(name, content, place)
