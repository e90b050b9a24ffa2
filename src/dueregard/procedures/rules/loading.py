"""From text to document: `parse` for a whole text, `parse_layers` for a unit's text over its parents'."""

from collections.abc import Collection, Sequence
from typing import Any

from dueregard.procedures.rules.bodies import mistakes_of_tracks
from dueregard.procedures.rules.document import (
    HOME,
    Appeal,
    Check,
    Document,
    Feedback,
    Mistake,
    Mistakes,
    Option,
    Question,
    Refusal,
    Review,
    Step,
    Then,
    Track,
    Unclaimed,
)
from dueregard.procedures.rules.layers import Entry, Layer, merge, read
from dueregard.procedures.rules.sense import mistakes_of_sense

_NEEDED = {
    "procedure": ("kind", "title", "lead_time"),
    "appeal": ("post", "within", "lodged_within"),
    "refusal": ("confirmed_by",),
    "unclaimed": ("after", "then"),
    "feedback": ("open_for",),
    "review": ("quiet_for",),
    "question": ("ask", "kind"),
    "check": ("title", "post", "within"),
    "step": ("title", "post", "may", "within"),
    "track": ("title",),
}


def parse(text: str, posts: Collection[str] | None = None) -> Document:
    """A whole procedure from one TOML text.

    `posts`: the post codes that exist; None checks none. Raises `Mistakes` with everything that is wrong.
    """
    return parse_layers([read(text)], posts)


def parse_layers(
    layers: Sequence[Layer], posts: Collection[str] | None = None, *, strict: bool = True
) -> Document:
    """The procedure of a unit: the layers from the root unit down, merged (see `layers.merge`)."""
    merged = merge(layers, strict=strict)
    missing = list(_missing(merged))
    if missing:
        raise Mistakes(missing)
    document = build(merged)
    wrong = [*mistakes_of_sense(document, merged, posts), *mistakes_of_tracks(document, merged)]
    if strict and len(layers) > 1:
        wrong += _round_the_lock(layers, document)
    if wrong:
        raise Mistakes(wrong)
    return document


def _missing(layer: Layer) -> list[Mistake]:
    """Needed tables and keys that are not there."""
    found = []
    if "procedure" not in layer.tables:
        remedy = 'Begin with [procedure], and kind = "events" below it.'
        found.append(Mistake(1, "procedure", "The [procedure] table is missing.", remedy))
    if not layer.items.get("step"):
        found.append(Mistake(1, "step", "There is no step.", "Add a [[step]] that may approve."))
    for name, entry in layer.tables.items():
        found += _missing_keys(name, name, entry)
    for name, entries in layer.items.items():
        for entry in entries:
            found += _missing_keys(name, f"{name}.{entry.values['id']}", entry)
    return found


def _missing_keys(name: str, path: str, entry: Entry) -> list[Mistake]:
    missing = [key for key in _NEEDED.get(name, ()) if key not in entry.values]
    return [Mistake(entry.line, path, f"The key ‘{key}’ is missing.", f"Add {key} = …") for key in missing]


def build(layer: Layer) -> Document:
    """A complete layer as a document."""
    head = layer.tables["procedure"].values
    names = ("appeal", "refusal", "unclaimed", "feedback", "review")
    appeal, refusal, unclaimed, feedback, review = (layer.tables.get(name) for name in names)
    return Document(
        kind=head["kind"],
        title=head["title"],
        lead_time=head["lead_time"],
        late=head.get("late", ""),
        designated_means=head.get("designated", ""),
        ask_post=head.get("ask", ""),
        questions=tuple(_question(entry) for entry in layer.items.get("question", [])),
        checks=tuple(_check(entry) for entry in layer.items.get("check", [])),
        steps=tuple(_step(entry) for entry in layer.items.get("step", [])),
        tracks=tuple(_track(entry) for entry in layer.items.get("track", [])),
        appeal=Appeal(**appeal.values, origin=appeal.origin) if appeal else None,
        refusal=Refusal(**refusal.values, origin=refusal.origin) if refusal else Refusal(),
        unclaimed=Unclaimed(**unclaimed.values, origin=unclaimed.origin) if unclaimed else None,
        feedback=Feedback(**feedback.values, origin=feedback.origin) if feedback else Feedback(),
        review=Review(**review.values, origin=review.origin) if review else None,
        locks=layer.locks(),
    )


def _then(values: dict[str, Any] | None) -> Then:
    values = values or {}
    return Then(values.get("mark", ""), values.get("then_ask", ()))


def _question(entry: Entry) -> Question:
    values = dict(entry.values)
    for key in ("if_yes", "if_no"):
        values[key] = _then(values.get(key))
    values["options"] = tuple(
        Option(option.get("value") or slug_of(option["label"]), option["label"], _then(option))
        for option in values.get("options", ())
    )
    return Question(**values, origin=entry.origin)


def slug_of(label: str) -> str:
    """The value of an option that gives none: its label, in small letters, digits and hyphens."""
    kept = "".join(each if each.isascii() and each.isalnum() else " " for each in label.lower())
    return "-".join(kept.split())[:60].strip("-") or "option"


def _check(entry: Entry) -> Check:
    return Check(**_work(entry), origin=entry.origin)


def _step(entry: Entry) -> Step:
    return Step(**_work(entry), origin=entry.origin)


def _work(entry: Entry) -> dict[str, Any]:
    """What a check and a step have in common: their posts, and where these are looked up from."""
    values = dict(entry.values)
    post = values.pop("post")
    values["posts"] = post if isinstance(post, tuple) else (post,)
    values["from_"] = values.pop("from", "home")
    return values


def _track(entry: Entry) -> Track:
    """`starts = "after"` without `after` means: after the body whose procedure it is."""
    values = {key: each for key, each in entry.values.items() if key not in ("from", "starts")}
    if entry.values.get("starts") == "after":
        values.setdefault("after", (HOME,))
    return Track(**values, origin=entry.origin)


def _round_the_lock(layers: Sequence[Layer], document: Document) -> list[Mistake]:
    """A lock on a step or a check also forbids going round it (procedures.md, 'Inheritance')."""
    from dueregard.procedures.rules.locks import ways_round

    above = merge(layers[:-1], strict=False)
    if list(_missing(above)):
        return []
    return ways_round(build(above), document, layers[-1])
