"""Moving an open request to the version of its procedure that is in force now: what differs, and why not."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from dueregard.events.rules.facts import RequestFacts
from dueregard.procedures.rules import Document, checks, ladder
from dueregard.procedures.rules.document import Check, Step

WHAT_A_CHECK_IS = ("posts", "from_", "looks_at", "evidence")
WHAT_A_STEP_IS = ("posts", "from_", "may", "advice")
"""Where one of these differs it is other work, to be done anew. Other words or another time are not."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a request has to do under the later version, beside what it did under its own. `again` are checks that
    were done, or wait, and are another thing now; `kept` those that stand as they are; `gone` those, waiting, that
    nobody asks for any more, by code with their titles. `step` is where it goes on: anew where `step_is_new`.
    `other_times`: some check, or the step, has another number of working days."""

    new: tuple[Check, ...]
    again: tuple[Check, ...]
    kept: tuple[Check, ...]
    gone: Mapping[str, str]
    step: Step
    step_is_new: bool
    other_times: bool

    @property
    def anything(self) -> bool:
        """Whether the route is another one."""
        return bool(self.new or self.again or self.gone or self.step_is_new)

    def sentences(self) -> Iterator[str]:
        yield from (f"New check: {check.title}." for check in self.new)
        yield from (f"Looked at again: {check.title}." for check in self.again)
        yield from (f"No longer asked for: {title}." for title in self.gone.values())
        if self.step_is_new:
            yield f"It goes on at: {self.step.title}."
        if self.other_times:
            yield "Some of what is still to do has another date."


def plan(
    before: Document,
    after: Document,
    marks: frozenset[str],
    *,
    done: frozenset[str],
    waiting: Mapping[str, str],
    at: str,
    passed: frozenset[str],
) -> Plan:
    """`done` and `waiting` are the codes of its checks (with titles), `at` its step, `passed` the steps that passed
    it up. `marks` are those that the later version gives."""
    needed = list(checks(after, marks))
    had = done | waiting.keys()
    again = [
        check
        for check in needed
        if check.id in had and _differs(before.check(check.id), check, WHAT_A_CHECK_IS)
    ]
    steps = ladder(after, marks)
    left = [step for step in steps if step.id not in passed]
    step = next((each for each in steps if each.id == at), None)
    is_new = step is None or _differs(before.step(at), step, WHAT_A_STEP_IS)
    return Plan(
        new=tuple(check for check in needed if check.id not in had),
        again=tuple(again),
        kept=tuple(check for check in needed if check.id in had and check not in again),
        gone={code: title for code, title in waiting.items() if code not in {check.id for check in needed}},
        step=step or (left or steps[-1:])[0],
        step_is_new=is_new,
        other_times=any(
            old is not None and old.within != new.within
            for old, new in [(before.step(at), step), *((before.check(each.id), each) for each in needed)]
            if new is not None
        ),
    )


def _differs(before: object, after: object, names: tuple[str, ...]) -> bool:
    return before is None or any(getattr(before, name) != getattr(after, name) for name in names)


def why_not_move(
    request: RequestFacts, *, by: str, newer: bool, of_a_body: bool, reason: str | None = None
) -> list[str]:
    """`newer`: another version is in force than that under which it runs. `reason` is None before anything is
    typed."""
    if request.brought_in:
        return ["This record was brought in from a spreadsheet. It is not worked on here."]
    if request.status == "returned":
        return ["The organiser has been asked and the clock stands still. Wait for the answer first."]
    if request.status != "submitted":
        return ["Only a request that waits for a decision can be moved. A closed one keeps its version."]
    if request.several or of_a_body:
        return ["Several bodies decide about this request. Each keeps the version under which it began."]
    if by == request.organiser_id:
        return ["Someone else must move a request that you made yourself."]
    if request.proposed_by:
        return [f"A {request.proposes} waits for a second person. Let it be settled first."]
    if not newer:
        return ["It runs by the version that is in force. There is no later one."]
    return ["Say why it is moved."] if reason is not None and not reason.strip() else []
