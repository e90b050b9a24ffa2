"""Posts and their holders from a file: `post,unit,person,from,to`.

A line is the same as one brought before when post, unit, person and first day are; its last day may differ.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from dueregard.organisation.access import UnitScope
from dueregard.organisation.imports.columns import Column, Lines, nearest
from dueregard.organisation.imports.plan import Plan, Reader, RowIsBad, each_row, in_parts
from dueregard.organisation.models import Holding, Person, Post, PostKind, Unit
from dueregard.organisation.rules import post as rules

COLUMNS = (
    Column("post", ("post code", "role")),
    Column("unit", ("unit code", "department")),
    Column("person", ("person id", "id", "number", "email", "e-mail", "holder")),
    Column("from", ("start", "starts", "first day", "from date", "start date")),
    Column("to", ("end", "ends", "last day", "to date", "end date", "until"), needed=False),
)
Key = tuple[str, UUID, UUID]


@dataclass(slots=True)
class Known:
    """What a line may name. People by their number and by their e-mail address, in small letters."""

    kinds: dict[str, PostKind]
    units: dict[str, Unit]
    people: dict[str, list[Person]]
    scope: UnitScope
    by: Person | None


@dataclass(slots=True)
class Line:
    number: int
    kind: PostKind
    unit: Unit
    person: Person
    starts: date
    ends: date | None

    @property
    def key(self) -> Key:
        return (self.kind.code, self.unit.pk, self.person.pk)


def plan_posts(lines: Lines, scope: UnitScope, by: Person | None) -> Plan:
    plan = Plan(Holding, ("ends",))
    known = Known(_kinds(), {u.code: u for u in Unit.objects.all()}, _people(lines), scope, by)
    wanted: list[Line] = []
    for reader in each_row(lines, plan):
        try:
            wanted.append(_line(reader, known))
        except RowIsBad:
            continue
    _settle(wanted, plan)
    return plan


def _kinds() -> dict[str, PostKind]:
    kinds = list(PostKind.objects.all())
    return {kind.title.casefold(): kind for kind in kinds} | {kind.code: kind for kind in kinds}


def _people(lines: Lines) -> dict[str, list[Person]]:
    """The people whom the file names, in few queries."""
    index = lines.at["person"]
    values = (row.values[index] for row in lines.rows if index < len(row.values))
    named = sorted({str(value).strip() for value in values if value is not None})
    found: dict[str, dict[UUID, Person]] = defaultdict(dict)
    for part in in_parts(named, 2000):
        asked = Q(code__in=part) | Q(email__in=[*part, *(each.lower() for each in part)])
        for person in Person.objects.filter(asked):
            for name in (person.code, person.email):
                if name:
                    found[name.lower()][person.pk] = person
    return {name: list(people.values()) for name, people in found.items()}


def _line(reader: Reader, known: Known) -> Line:
    kind = _one_kind(reader, known)
    unit = _one_unit(reader, known)
    person = _one_person(reader, known)
    starts = reader.take("from", lambda: reader.lines.day(reader.row, "from", what="The first day"), None)
    ends = reader.take(
        "to", lambda: reader.lines.day(reader.row, "to", what="The last day", needed=False), None
    )
    if starts and (reasons := rules.why_not_dates(starts, ends)):
        reader.wrong("to" if ends else "from", reasons[0])
    if person and starts and person.left_on and person.left_on < starts:
        reader.wrong("from", f"{person.name} leaves before this day.")
    reader.done()
    assert kind
    assert unit
    assert person
    assert starts
    return Line(reader.row.line, kind, unit, person, starts, ends)


def _one_kind(reader: Reader, known: Known) -> PostKind | None:
    text = reader.text("post", what="The post", most=120)
    kind = known.kinds.get(text) or known.kinds.get(text.casefold())
    if text and kind is None:
        reader.wrong("post", f"There is no kind of post {text}.{nearest(text, known.kinds)}")
    return kind


def _one_unit(reader: Reader, known: Known) -> Unit | None:
    text = reader.text("unit", what="The unit", most=64)
    unit = known.units.get(text)
    if text and unit is None:
        reader.wrong("unit", f"There is no unit {text}.{nearest(text, known.units)} Import the units first.")
    if unit and unit not in known.scope:
        reader.wrong("unit", f"Your posts do not reach the unit {text}.")
    if unit and unit.closed_on:
        reader.wrong("unit", f"{unit.name} is closed. Its posts cannot be given.")
    return unit


def _one_person(reader: Reader, known: Known) -> Person | None:
    text = reader.text("person", what="The person", most=254)
    people = known.people.get(text.lower(), [])
    if text and not people:
        reader.wrong("person", f"Nobody has the id or e-mail address {text}. Import the people first.")
    if len(people) > 1:
        reader.wrong("person", f"{len(people)} people have {text}. Give the person's id instead.")
    person = people[0] if len(people) == 1 else None
    if person and known.by and person.pk == known.by.pk:
        reader.wrong("person", "Someone else must give you a post.")
    return person


def _settle(wanted: list[Line], plan: Plan) -> None:
    posts = {(post.kind_id, post.unit_id): post for post in Post.objects.all()}
    held: dict[Key, list[Holding]] = defaultdict(list)
    for row in Holding.objects.filter(withdrawn_at=None).select_related("post__kind"):
        held[(row.post.kind.code, row.post.unit_id, row.person_id)].append(row)
    lines: dict[tuple[Key, date], int] = {}
    for line in wanted:
        first = lines.setdefault((line.key, line.starts), line.number)
        if first != line.number:
            plan.wrong(line.number, "", f"Line {first} says the same already. Remove one of the two lines.")
            continue
        _one(line, held[line.key], posts, plan)


def _one(line: Line, held: list[Holding], posts: dict[tuple[int, UUID], Post], plan: Plan) -> None:
    same = next((row for row in held if row.starts == line.starts), None)
    others = [row for row in held if row is not same]
    if any(_overlap(line, row) for row in others):
        plan.wrong(line.number, "from", f"{line.person.name} holds this post already in these dates.")
        return
    if same is None:
        post = posts.get((line.kind.pk, line.unit.pk))
        if post is None:
            post = posts[(line.kind.pk, line.unit.pk)] = Post(kind=line.kind, unit=line.unit)
            plan.first.append(post)
        row = Holding(post=post, person=line.person, starts=line.starts, ends=line.ends)
        held.append(row)
        plan.added.append((line.number, row))
    elif same.ends != line.ends:
        same.ends = line.ends
        plan.changed.append((line.number, same))
    else:
        plan.unchanged += 1


def _overlap(line: Line, row: Holding) -> bool:
    return (row.ends is None or row.ends >= line.starts) and (line.ends is None or row.starts <= line.ends)
