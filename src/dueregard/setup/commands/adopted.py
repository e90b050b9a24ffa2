"""What the people of the demonstration answer to the hub's case studies."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from dueregard.adoption.commands.answering import answer
from dueregard.adoption.commands.following import plan
from dueregard.adoption.rules.answering import Line, Words
from dueregard.organisation.lookup import who_may_act
from dueregard.organisation.models import Unit
from dueregard.practice.models import CaseStudy

OWNER = "prevent-lead"
ANSWERS: tuple[tuple[str, str, str], ...] = (
    ("a-single-point-of-contact", "does", "The lead attends the governing body each term; the minutes show it."),
    ("leads-who-stand-in-for-one-another", "does", "Each post has a deputy here, and absences are kept in the system."),
    ("mentors-after-hours", "not", "We have no halls of residence; the colleges that lodge our students have wardens."),
    ("no-filter-and-why", "not", "We filter by a decision of 2024, and look at it again each year."),
    ("a-welfare-officer-in-every-school", "will", ""),
    ("workshops-by-need", "will", ""),
)  # fmt: skip
TO_DO = (
    ("Name an officer and a deputy in each school", 40),
    ("Put their names on the doors and the web pages", 60),
)


def answers(root: Unit, *, today: date, now: datetime) -> None:
    """A few answers of the Prevent lead, one of them with its actions; most case studies are still gaps."""
    people = who_may_act(OWNER, root, today)
    if not people:
        return
    studies = {
        study.slug: study for study in CaseStudy.objects.filter(slug__in=[slug for slug, _, _ in ANSWERS])
    }
    for slug, says, words in ANSWERS:
        if slug not in studies:
            continue
        said = Words(
            says=says,
            reason=words if says == "not" else "",
            evidence=words if says == "does" else "",
            evidence_link="",
            owner_post=OWNER,
            review_on=today + timedelta(days=300),
        )
        made = answer(case_study=studies[slug].pk, unit=root.pk, by=people[0], said=said, now=now)
        if slug == "a-welfare-officer-in-every-school":
            lines = [Line(what, OWNER, today + timedelta(days=days)) for what, days in TO_DO]
            plan(pk=made.pk, by=people[0], lines=lines, now=now)
