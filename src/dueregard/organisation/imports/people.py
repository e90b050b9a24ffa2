"""People from a file: `id,name,email,unit`; `id` is the provider's own number for the person."""

from dueregard.organisation.access import UnitScope
from dueregard.organisation.imports.columns import Column, Lines, nearest
from dueregard.organisation.imports.plan import Plan, Reader, RowIsBad, each_row, in_parts
from dueregard.organisation.models import Person, Unit
from dueregard.organisation.rules.wording import ADDRESS, CODE, why_not_address

COLUMNS = (
    Column("id", ("person id", "number", "person number", "staff number", "student number", "code")),
    Column("name", ("full name", "person")),
    Column("email", ("e-mail", "email address", "e-mail address", "mail")),
    Column("unit", ("unit code", "department", "unit id")),
)
Line = tuple[int, str, str, str, Unit]


def plan_people(lines: Lines, scope: UnitScope) -> Plan:
    plan = Plan(Person, ("name", "email", "unit"))
    units = {unit.code: unit for unit in Unit.objects.all()}
    allowed = {unit.code for unit in units.values() if unit in scope}
    wanted: dict[str, Line] = {}
    for reader in each_row(lines, plan):
        try:
            line = _line(reader, units, allowed)
        except RowIsBad:
            continue
        if line[1] in wanted:
            first = wanted[line[1]][0]
            plan.wrong(line[0], "id", f"Line {first} has this id already. Remove one of the two lines.")
        else:
            wanted[line[1]] = line
    _settle(wanted, plan, scope, units)
    return plan


def _line(reader: Reader, units: dict[str, Unit], allowed: set[str]) -> Line:
    code = reader.text("id", what="The id", most=64)
    name = reader.text("name", what="The name", most=200)
    email = reader.text("email", what="The e-mail address", most=254, needed=False)
    unit = reader.text("unit", what="The unit", most=64)
    if code and not CODE.fullmatch(code):
        reader.wrong("id", "The id must have no spaces and no slashes.")
    if email and not ADDRESS.fullmatch(email):
        reader.wrong("email", why_not_address(email)[0])
    if unit and unit not in units:
        reader.wrong("unit", f"There is no unit {unit}.{nearest(unit, units)} Import the units first.")
    elif unit and unit not in allowed:
        reader.wrong("unit", f"Your posts do not reach the unit {unit}.")
    reader.done()
    return reader.row.line, code, name, email, units[unit]


def _settle(wanted: dict[str, Line], plan: Plan, scope: UnitScope, units: dict[str, Unit]) -> None:
    known: dict[str, Person] = {}
    for part in in_parts(list(wanted)):
        known.update((person.code or "", person) for person in Person.objects.filter(code__in=part))
    by_id = {unit.pk: unit for unit in units.values()}
    for line, code, name, email, unit in wanted.values():
        person = known.get(code)
        if person is None:
            plan.added.append((line, Person(code=code, name=name, email=email, unit=unit)))
        elif by_id[person.unit_id] not in scope:
            plan.wrong(line, "id", "This person belongs to a unit that your posts do not reach.")
        elif (person.name, person.email, person.unit_id) == (name, email, unit.pk):
            plan.unchanged += 1
        else:
            person.name, person.email, person.unit = name, email, unit
            plan.changed.append((line, person))
