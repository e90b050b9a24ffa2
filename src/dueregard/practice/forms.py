"""What readers look for and say, and what editors write."""

from collections.abc import Mapping
from typing import Any

from django import forms

from dueregard.kernel.forms import (
    Choice,
    DateParts,
    DrForm,
    LongText,
    ManyChoice,
    TextLine,
    Tick,
    Upload,
    WholeNumber,
    YesNo,
)
from dueregard.practice.choices import Kind, ProviderType, Size, Status
from dueregard.practice.models import CaseStudy
from dueregard.practice.queries.hub import Filters
from dueregard.practice.rules.editing import Typed
from dueregard.practice.rules.pictures import why_not_describe


class Looking(DrForm):
    """Read from the address: nonsense counts as nothing asked."""

    q = TextLine(label="Search the practice hub", max_length=200, required=False)
    size = Choice(Size.choices, label="Size of provider", blank="Any size", required=False)
    type = Choice(ProviderType.choices, label="Kind of provider", blank="Any kind", required=False)

    def __init__(self, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data)
        if self.is_bound:
            self.is_valid()

    def words(self) -> str:
        return str(self.cleaned_data.get("q", "")) if self.is_bound else ""

    def filters(self) -> Filters:
        if not self.is_bound:
            return Filters()
        return Filters(self.cleaned_data.get("size", ""), self.cleaned_data.get("type", ""))


class Said(DrForm):
    """Feedback. `about` and `opened` travel with the page; `website` is seen by programs only."""

    useful = YesNo(label="Was this page useful?", required=False)
    words = LongText(
        label="Describe your experience",
        hint="Read by the hub’s editor. No names of students, please.",
        max_length=4000,
        rows=4,
        required=False,
    )
    about = TextLine(label="Page", max_length=120, required=False)
    opened = WholeNumber(label="Opened", min=0, max=10**11, required=False)
    website = TextLine(label="Leave this empty", max_length=200, required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in ("about", "opened"):
            self.fields[name].widget = forms.HiddenInput()
        self.fields["website"].widget.attrs.update({"tabindex": "-1", "autocomplete": "off"})


class Writing(DrForm):
    """A text of the hub. `number` is the version that the editor began with."""

    title = TextLine(label="Title", max_length=200)
    kind = Choice(Kind.choices, label="What it is", radios=True)
    in_short = TextLine(
        label="In one sentence", max_length=400, required=False, hint="Shown in lists and in search."
    )
    text = LongText(
        label="Text",
        max_length=60_000,
        rows=24,
        hint="Markdown: ## for a heading, - for a point, **strong**, [words](https://address). ![](picture:1) for a picture. HTML is shown as it is typed.",
    )
    themes = ManyChoice(label="Themes", required=False)
    size = Choice(Size.choices, label="Size of the provider", blank="Not said", required=False)
    provider_type = Choice(ProviderType.choices, label="Kind of provider", blank="Not said", required=False)
    anonymised = Tick(label="The provider is not to be named")
    permission = TextLine(
        label="Who agreed to its being published",
        max_length=300,
        required=False,
        hint="For example: the registrar, by e-mail. Needed before it can be published; never shown.",
    )
    permission_on = DateParts(label="When did they agree?", required=False)
    same_as = Choice(label="The same case study as", blank="Not linked", required=False)
    note = TextLine(label="What you changed", max_length=200, required=False)
    number = WholeNumber(label="Version", min=0, max=10**6, required=False)

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        themes: list[tuple[str, str]],
        namesakes: list[CaseStudy] | None = None,
        initial: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=initial)
        self._offer("themes", themes)
        self._offer(
            "same_as",
            [("", "Not linked"), *((each.slug, f"{each.title} ({each.slug})") for each in namesakes or [])],
        )
        if not namesakes:
            del self.fields["same_as"]
        self.fields["number"].widget = forms.HiddenInput()

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, Choice | ManyChoice)
        field.choices = choices

    def typed(self) -> Typed:
        found = {name: value for name, value in self.cleaned_data.items() if name != "number"}
        return Typed(summary=found.pop("in_short"), **found)


def written(study: CaseStudy) -> dict[str, Any]:
    """A text as the form shows it."""
    names = (
        "title",
        "kind",
        "text",
        "size",
        "provider_type",
        "anonymised",
        "permission",
        "permission_on",
        "number",
    )
    placed = list(study.themes.values_list("slug", flat=True))
    return {
        **{name: getattr(study, name) for name in names},
        "themes": placed,
        "in_short": study.summary,
        "same_as": study.same_as.slug if study.same_as else "",
    }


class Shelf(DrForm):
    """Which texts an editor looks at, read from the address."""

    q = TextLine(label="Title", max_length=200, required=False)
    status = Choice(Status.choices, label="Where it stands", blank="Anywhere", required=False)

    def __init__(self, data: Mapping[str, Any]) -> None:
        super().__init__(data)
        self.is_valid()


class BringIn(DrForm):
    page = Upload(label="The page, as text or HTML", accept=".txt,.html,.htm", required=True)


class Described(DrForm):
    """What a picture shows, in words; or that it is decoration."""

    alt = TextLine(
        label="What the picture shows, in words",
        max_length=400,
        required=False,
        hint="Read out to those who do not see it. Say what matters here, not ‘picture of’.",
    )
    decorative = Tick(label="It is decoration: nothing is lost without it")

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or self.cleaned_data
        if "alt" in found:
            for reason in why_not_describe(alt=found["alt"], decorative=bool(found.get("decorative"))):
                self.add_error("alt", reason)
        return found


class NewPicture(Described):
    picture = Upload(label="The picture: PNG or JPEG, at most 2 MB", accept=".png,.jpg,.jpeg", required=True)
    field_order = ("picture", "alt", "decorative")


class DealtWith(DrForm):
    note = TextLine(label="What was done about it", max_length=300)
