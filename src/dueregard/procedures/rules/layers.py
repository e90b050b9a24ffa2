"""One unit's own text as a layer, and several layers laid over one another (procedures.md, 'Inheritance')."""

import json
import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from dueregard.procedures.rules.document import Mistake, Mistakes
from dueregard.procedures.rules.lines import Lines
from dueregard.procedures.rules.shape import LISTS, LONGEST, MOST_ITEMS, TABLES, Wrong, shown, unknown_key
from dueregard.procedures.rules.vocabulary import in_days, in_months, in_plain_days


@dataclass
class Entry:
    """One table: its values, the line of each key, and the origin of each key ('' when not said)."""

    values: dict[str, Any] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    origins: dict[str, str] = field(default_factory=dict)
    line: int = 1
    origin: str = ""

    def at(self, key: str) -> int:
        return self.lines.get(key, self.line)

    def over(self, below: "Entry") -> "Entry":
        """This entry laid over one of a parent: own keys win, lines point into this text."""
        return Entry(
            {**below.values, **self.values},
            dict(self.lines),
            {**below.origins, **self.origins},
            self.line,
            below.origin,
        )


@dataclass
class Layer:
    """Tables by name, and items by list name in their order. `label` says whose it is: 'Northmoor, version 3'."""

    tables: dict[str, Entry] = field(default_factory=dict)
    items: dict[str, list[Entry]] = field(default_factory=dict)
    label: str = ""

    def item(self, name: str, id: str) -> Entry | None:
        return next((each for each in self.items.get(name, []) if each.values.get("id") == id), None)

    def without_lines(self) -> "Layer":
        """The same, as seen from another text: what comes from here is at that text's first line."""

        def elsewhere(entry: Entry) -> Entry:
            return Entry(entry.values, {}, entry.origins, 1, entry.origin)

        tables = {name: elsewhere(entry) for name, entry in self.tables.items()}
        items = {name: [elsewhere(entry) for entry in entries] for name, entries in self.items.items()}
        return Layer(tables, items, self.label)

    def locks(self) -> tuple[str, ...]:
        entry = self.tables.get("locks")
        return entry.values.get("keys", ()) if entry else ()

    def origins(self) -> dict[str, str]:
        """Whose each line is: {'lead_time': 'Northmoor, version 3', 'step.principal.within': …}."""
        found: dict[str, str] = {}
        for name, entry in self.tables.items():
            prefix = "" if name == "procedure" else f"{name}."
            found |= {f"{prefix}{key}": origin for key, origin in entry.origins.items()}
        for name, entries in self.items.items():
            for entry in entries:
                id = entry.values.get("id", "")
                found |= {
                    f"{name}.{id}.{key}": origin for key, origin in entry.origins.items() if key != "id"
                }
        return found


def read(text: str, label: str = "") -> Layer:
    """Read one text. Raises `Mistakes` for syntax and for anything that has not the right shape."""
    raw = _toml(text)
    return _Reading(Lines(text), label).layer(raw)


def _toml(text: str) -> dict[str, Any]:
    if len(text) > LONGEST:
        raise Mistakes([Mistake(1, "document", "It is too long.", f"Keep it under {LONGEST:,} characters.")])
    try:
        return tomllib.loads(text.replace("\r\n", "\n"))
    except RecursionError:
        raise Mistakes([Mistake(1, "document", "It is nested too deeply.", "Remove brackets.")]) from None
    except ValueError as problem:  # TOMLDecodeError among them
        raise Mistakes([_syntax(str(problem), text)]) from None


def _syntax(problem: str, text: str) -> Mistake:
    found = re.search(r"\(at line (\d+), column (\d+)\)", problem)
    line = int(found[1]) if found else max(1, len(text.splitlines()))
    where = f" near column {found[2]}" if found else ""
    said = re.sub(r"\s*\(at [^)]*\)", "", problem).rstrip(".")
    remedy = "Check quotation marks, brackets and equals signs on this line and the one before."
    return Mistake(line, "document", f"This is not valid TOML{where}: {said}.", remedy)


class _Reading:
    def __init__(self, lines: Lines, label: str) -> None:
        self.lines, self.label = lines, label
        self.mistakes: list[Mistake] = []

    def layer(self, raw: dict[str, Any]) -> Layer:
        found = Layer(label=self.label)
        for name, value in raw.items():
            if name in TABLES:
                found.tables[name] = self.table(name, value)
            elif name in LISTS:
                found.items[name] = list(self.items(name, value))
            else:
                wrong = unknown_key(name, [*TABLES, *LISTS])
                self.wrong(self.lines.of(name), shown(name).strip("‘’"), wrong)
        if self.mistakes:
            raise Mistakes(self.mistakes)
        return found

    def wrong(self, line: int, key: str, wrong: Wrong) -> None:
        self.mistakes.append(Mistake(line, key, wrong.problem, wrong.remedy))

    def table(self, name: str, value: Any) -> Entry:
        if isinstance(value, dict):
            return self.entry(name, 0, value, TABLES[name], name)
        self.wrong(
            self.lines.of(name), name, Wrong("It must be a table.", f"Write [{name}] once, on its own line.")
        )
        return Entry()

    def items(self, name: str, value: Any) -> Iterator[Entry]:
        remedy = f"Write [[{name}]] with two brackets for each {name}."
        if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
            self.wrong(self.lines.of(name), name, Wrong("It must be a list of tables.", remedy))
            return
        if len(value) > MOST_ITEMS:
            self.wrong(self.lines.of(name), name, Wrong(f"There are {len(value)}.", f"Keep to {MOST_ITEMS}."))
            return
        seen: set[str] = set()
        for number, each in enumerate(value):
            id = each.get("id")
            path = f"{name}.{id}" if isinstance(id, str) and id.isprintable() and len(id) <= 60 else name
            entry = self.entry(name, number, each, LISTS[name], path)
            if "id" not in each:
                self.wrong(entry.line, f"{name}.id", Wrong("It has no id.", 'Give it one, like id = "room".'))
            elif entry.values.get("id") in seen:
                self.wrong(
                    entry.at("id"), path, Wrong("This id is used twice.", "Give one of them another id.")
                )
            seen.add(str(entry.values.get("id")))
            yield entry

    def entry(self, name: str, number: int, value: dict[str, Any], keys: dict[str, Any], path: str) -> Entry:
        found = Entry(line=self.lines.of(name, number), origin=self.label)
        for key, each in value.items():
            line = self.lines.of(name, number, key)
            try:
                if key not in keys:
                    raise unknown_key(key, keys)
                found.values[key] = keys[key](each)
                found.lines[key], found.origins[key] = line, self.label
            except Wrong as wrong:
                self.wrong(line, f"{path}.{shown(key).strip('‘’')}", wrong)
        if "posts" in found.values:
            self.any_of_several(found, path)
        return found

    def any_of_several(self, entry: Entry, path: str) -> None:
        """`post` and `posts` are one key, so that a unit below changes, and a lock covers, the same thing."""
        if "post" in entry.values:
            remedy = "Keep ‘post’ for one post, or ‘posts’ for several."
            self.wrong(entry.at("posts"), f"{path}.posts", Wrong("It has both ‘post’ and ‘posts’.", remedy))
        posts = entry.values.pop("posts")
        entry.values["post"] = posts if len(posts) > 1 else posts[0]
        entry.lines["post"], entry.origins["post"] = entry.lines["posts"], entry.origins.pop("posts")


def merge(layers: Sequence[Layer], *, strict: bool = True) -> Layer:
    """The layers from the root unit down to one unit, as one.

    `strict`: a layer that changes what one above it locked raises `Mistakes` that say whose lock it is. Otherwise
    the lock wins quietly: that is how a new lock takes hold below at once.
    """
    merged = Layer()
    held: dict[str, str] = {}
    for layer in layers:
        mistakes: list[Mistake] = []
        merged = _lay(merged, layer, held, mistakes)
        if mistakes and strict:
            raise Mistakes(mistakes)
        held |= {key: layer.label for key in layer.locks() if key not in held}
    if held:
        old = merged.tables.get("locks", Entry())
        merged.tables["locks"] = Entry({"keys": tuple(held)}, old.lines, dict(old.origins), old.line)
    merged.label = layers[-1].label if layers else ""
    return merged


def _lay(below: Layer, layer: Layer, held: dict[str, str], mistakes: list[Mistake]) -> Layer:
    merged = below.without_lines()
    for name, entry in layer.tables.items():
        old = merged.tables.get(name)
        own = _unlocked(entry, "" if name == "procedure" else name, old, held, mistakes)
        merged.tables[name] = own.over(old) if old else own
    for name, entries in layer.items.items():
        for entry in entries:
            _place(merged.items.setdefault(name, []), name, entry, held, mistakes)
    return merged


def _locked(path: str, held: dict[str, str]) -> str:
    """The lock that covers a path ('step.principal' covers 'step.principal.within'), or ''."""
    return next((key for key in held if path == key or path.startswith(f"{key}.")), "")


def _unlocked(
    entry: Entry, path: str, old: Entry | None, held: dict[str, str], mistakes: list[Mistake]
) -> Entry:
    """The entry without the keys that a unit above has locked; each is a mistake if it would change something."""
    kept = Entry({}, entry.lines, {}, entry.line, entry.origin)
    for key, value in entry.values.items():
        where = f"{path}.{key}" if path else key
        lock = "" if key == "id" or path == "locks" else _locked(where, held)
        if not lock:
            kept.values[key] = value
            kept.origins[key] = entry.origins.get(key, "")
        elif old is None or old.values.get(key) != value:
            mistakes.append(_lock_mistake(entry.at(key), where, lock, held))
    return kept


def _lock_mistake(line: int, where: str, lock: str, held: dict[str, str]) -> Mistake:
    return Mistake(
        line,
        where,
        f"{held[lock] or 'A unit above'} has locked ‘{lock}’, so it cannot be changed here.",
        "Leave this out, or ask that unit to unlock it.",
    )


def _place(
    entries: list[Entry], name: str, entry: Entry, held: dict[str, str], mistakes: list[Mistake]
) -> None:
    id = entry.values.get("id", "")
    path = f"{name}.{id}"
    old = next((each for each in entries if each.values.get("id") == id), None)
    if entry.values.get("drop"):
        _drop(entries, path, entry, old, held, mistakes)
        return
    own = _unlocked(entry, path, old, held, mistakes)
    own.values.pop("drop", None)
    before = own.values.pop("before", None)
    own.origins.pop("before", None)
    laid = own.over(old) if old else own
    if old and before is None:
        entries[entries.index(old)] = laid
        return
    if old:
        entries.remove(old)
    place = next((n for n, each in enumerate(entries) if each.values.get("id") == before), len(entries))
    if before is not None and place == len(entries):
        problem = f"There is no {name} ‘{before}’ to stand before."
        mistakes.append(
            Mistake(entry.at("before"), f"{path}.before", problem, f"Name a {name} that is there.")
        )
    entries.insert(place, laid)


def _drop(
    entries: list[Entry],
    path: str,
    entry: Entry,
    old: Entry | None,
    held: dict[str, str],
    mistakes: list[Mistake],
) -> None:
    lock = _locked(path, held) or next((key for key in held if key.startswith(f"{path}.")), "")
    if old is None:
        problem, remedy = "There is nothing of this id to remove.", "Leave this entry out."
        mistakes.append(Mistake(entry.at("drop"), f"{path}.drop", problem, remedy))
    elif lock:
        mistakes.append(_lock_mistake(entry.at("drop"), f"{path}.drop", lock, held))
    else:
        entries.remove(old)


def written(layer: Layer) -> str:
    """A layer as TOML: the same layer always gives the same text. Comments are not kept."""
    blocks = []
    for name, keys in TABLES.items():
        if name in layer.tables and layer.tables[name].values:
            blocks.append(_block(f"[{name}]", layer.tables[name].values, list(keys)))
    for name, keys in LISTS.items():
        blocks += [_block(f"[[{name}]]", each.values, list(keys)) for each in layer.items.get(name, [])]
    return "\n\n".join(blocks) + "\n"


_TIMES = {"lead_time", "within", "lodged_within", "advice_within"}
_OTHER_TIMES = {"quiet_for": in_months, "open_for": in_plain_days}


def _block(header: str, values: dict[str, Any], order: list[str]) -> str:
    lines = [header]
    for key in sorted(values, key=order.index):
        value = values[key]
        said = "posts" if key == "post" and isinstance(value, tuple) else key
        is_time = key in _TIMES or (key == "after" and isinstance(value, int))
        if key in _OTHER_TIMES:
            value = _OTHER_TIMES[key](value)
        lines.append(f"{said} = {_value(in_days(value) if is_time else value)}")
    return "\n".join(lines)


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple | list):
        return "[" + ", ".join(_value(each) for each in value) + "]"
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {_value(each)}" for key, each in value.items()) + " }"
    return json.dumps(value, ensure_ascii=False)
