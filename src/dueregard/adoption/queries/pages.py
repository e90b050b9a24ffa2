"""The page of one case study: what each unit answers, what follows, and what was answered before."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from dueregard.actions.models import Action
from dueregard.actions.queries import actions_about
from dueregard.actions.queries.page import Line, lines_of
from dueregard.adoption.models import Answer, Said
from dueregard.adoption.queries.owning import Owners
from dueregard.adoption.queries.visible import answers_for
from dueregard.organisation.models import Person
from dueregard.practice.models import CaseStudy

FEW = 50


@dataclass(slots=True)
class Shown:
    """One unit's answer. `owner` is the post's title; `names` its holders."""

    answer: Answer
    owner: str
    names: str
    actions: list[Line] = field(default_factory=list)
    before: list[Said] = field(default_factory=list)

    @property
    def nothing_agreed(self) -> bool:
        return self.answer.says == "will" and not self.actions and self.answer.draft_id is None


def answers_to(study: CaseStudy, person: Person, today: date) -> list[Shown]:
    """The answers that this person may see, the provider's first; at most `FEW`. Six queries."""
    rows = list(answers_for(person).filter(case_study=study).order_by("unit__path")[:FEW])
    owners = Owners((row.owner_post for row in rows), today)
    shown = {
        str(row.pk): Shown(row, owners.title(row.owner_post), owners.names(row.owner_post, row.unit))
        for row in rows
    }
    for line in lines_of(of_answers(rows)):
        shown[line.action.about_id].actions.append(line)
    for said in Said.objects.filter(answer__in=rows).select_related("by").order_by("-number"):
        stands = shown[str(said.answer_id)]
        if said.number != stands.answer.number:
            stands.before.append(said)
    return list(shown.values())


def of_answers(rows: list[Answer]) -> list[Action]:
    return actions_about(row.ref for row in rows)
