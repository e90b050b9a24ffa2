"""Units from a file: `code,name,kind,parent`, in any order, parents in the file or known already."""

from dataclasses import dataclass
from uuid import UUID

from dueregard.organisation.access import UnitScope
from dueregard.organisation.imports.columns import Column, Lines, nearest
from dueregard.organisation.imports.plan import Plan, Reader, RowIsBad, each_row
from dueregard.organisation.models import Unit
from dueregard.organisation.rules.wording import CODE

COLUMNS = (
    Column("code", ("unit code", "unit id", "id")),
    Column("name", ("unit name", "title")),
    Column("kind", ("type", "unit kind", "unit type"), needed=False),
    Column("parent", ("parent code", "part of", "parent unit")),
)


@dataclass(slots=True)
class Line:
    number: int
    code: str
    name: str
    kind: str
    parent: str


def plan_units(lines: Lines, scope: UnitScope) -> Plan:
    plan = Plan(Unit, ("name", "kind", "parent", "path", "nation"))
    known = {unit.code: unit for unit in Unit.objects.all()}
    wanted = _read(lines, plan)
    _drop_unknown_parents(wanted, known, plan)
    _drop_cycles(wanted, known, plan)
    _drop_closed_and_foreign(wanted, known, scope, plan)
    _drop_unknown_parents(wanted, known, plan)
    _settle(wanted, known, plan)
    return plan


def _read(lines: Lines, plan: Plan) -> dict[str, Line]:
    wanted: dict[str, Line] = {}
    for reader in each_row(lines, plan):
        try:
            line = _line(reader)
        except RowIsBad:
            continue
        if line.code in wanted:
            first = wanted[line.code].number
            plan.wrong(
                line.number, "code", f"Line {first} has this code already. Remove one of the two lines."
            )
        else:
            wanted[line.code] = line
    return wanted


def _line(reader: Reader) -> Line:
    code = reader.text("code", what="The code", most=64)
    name = reader.text("name", what="The name", most=200)
    kind = reader.text("kind", what="The kind", most=60, needed=False)
    parent = reader.text("parent", what="The parent", most=64, needed=False)
    if code and not CODE.fullmatch(code):
        reader.wrong("code", "The code must have no spaces and no slashes.")
    if parent and parent == code:
        reader.wrong("parent", "A unit cannot be part of itself. Leave the parent empty for a provider.")
    reader.done()
    return Line(reader.row.line, code, name, kind, parent)


def _drop_unknown_parents(wanted: dict[str, Line], known: dict[str, Unit], plan: Plan) -> None:
    """Until nothing changes: a unit under a dropped unit goes too."""
    while gone := [
        line
        for line in wanted.values()
        if line.parent and line.parent not in known and line.parent not in wanted
    ]:
        codes = [*known, *wanted]
        for line in gone:
            reason = f"There is no unit {line.parent}, here or in this file.{nearest(line.parent, codes)}"
            plan.wrong(line.number, "parent", reason)
            del wanted[line.code]


def _drop_cycles(wanted: dict[str, Line], known: dict[str, Unit], plan: Plan) -> None:
    codes = {unit.pk: code for code, unit in known.items()}
    above = {code: codes[unit.parent_id] if unit.parent_id else "" for code, unit in known.items()}
    above |= {code: line.parent for code, line in wanted.items()}
    good: set[str] = {""}
    for code in list(wanted):
        way: list[str] = []
        step = code
        while step not in good and step not in way:
            way.append(step)
            step = above[step]
        if step in good:
            good.update(way)
            continue
        cycle = way[way.index(step) :]
        for each in [each for each in cycle if each in wanted]:
            chain = " > ".join([*cycle, step][:6])
            reason = f"These units are each part of the other: {chain}. Change one of the parents."
            plan.wrong(wanted.pop(each).number, "parent", reason)
            above[each] = codes.get(known[each].parent_id, "") if each in known else ""  # type: ignore[arg-type]
        good.update(each for each in way if each not in cycle)


def _drop_closed_and_foreign(
    wanted: dict[str, Line], known: dict[str, Unit], scope: UnitScope, plan: Plan
) -> None:
    for line in list(wanted.values()):
        parent, unit = known.get(line.parent), known.get(line.code)
        reason = ""
        if parent and parent.closed_on and (unit is None or unit.parent_id != parent.pk):
            reason = f"{parent.name} is closed. Choose a unit that is open."
        elif (unit and unit not in scope) or (parent and parent not in scope):
            reason = "Your posts do not reach this unit."
        elif not line.parent and not scope.everything and unit is None:
            reason = "Only the command line makes a further provider. Give the unit a parent."
        if reason:
            plan.wrong(line.number, "parent", reason)
            del wanted[line.code]


def _settle(wanted: dict[str, Line], known: dict[str, Unit], plan: Plan) -> None:
    """Give every unit its parent and its path, and sort them into added, changed and unchanged."""
    before = {unit.pk: (unit.name, unit.kind, unit.parent_id, unit.path) for unit in known.values()}
    units = dict(known)
    for code, line in wanted.items():
        unit = units.setdefault(code, Unit(code=code))
        unit.name, unit.kind = line.name, line.kind
    for code, line in wanted.items():
        unit = units[code]
        unit.parent = units[line.parent] if line.parent else None
        unit.nation = "" if line.parent else unit.nation or "ENG"
    _set_paths(units)
    for code, line in wanted.items():
        unit = units[code]
        if unit.pk not in before:
            plan.added.append((line.number, unit))
        elif before[unit.pk] != (unit.name, unit.kind, unit.parent_id, unit.path):
            plan.changed.append((line.number, unit))
        else:
            plan.unchanged += 1
    plan.added.sort(key=lambda each: each[1].path.count("."))
    plan.carried = [
        unit for code, unit in known.items() if code not in wanted and unit.path != before[unit.pk][3]
    ]


def _set_paths(units: dict[str, Unit]) -> None:
    by_id = {unit.pk: unit for unit in units.values()}
    paths: dict[UUID, str] = {}
    for unit in units.values():
        way: list[Unit] = []
        step: Unit | None = unit
        while step is not None and step.pk not in paths:
            way.append(step)
            step = by_id[step.parent_id] if step.parent_id else None
        path = paths[step.pk] if step else ""
        for each in reversed(way):
            path += f"{each.pk.hex}."
            paths[each.pk] = path
    for unit in units.values():
        unit.path = paths[unit.pk]
