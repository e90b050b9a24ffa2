"""Further questions: a provider's own list, asked of each sampled request beside what the system finds."""

from __future__ import annotations

import io

import pikepdf
import pytest
from django.urls import reverse

from dueregard.audits.commands import questions as commands
from dueregard.audits.commands.drawing import draw_sample
from dueregard.audits.commands.judging import judge
from dueregard.audits.commands.reporting import make_finding, sign_off
from dueregard.audits.exports import points_table
from dueregard.audits.models import Audit, Edition, Point, QuestionList
from dueregard.audits.papers import report_paper
from dueregard.audits.queries.population import preview
from dueregard.audits.queries.progress import results_by_point
from dueregard.audits.queries.questions import lists_for, to_ask
from dueregard.audits.rules import questions as rules
from dueregard.audits.rules.drawing import read_list
from dueregard.audits.rules.judging import Said
from dueregard.documents.pdf import RECORD, typeset
from dueregard.kernel.errors import NotAllowed, Refused
from dueregard.organisation.models import Person
from tests.audits.office import LATER, Office, an_office, approved, planned
from tests.audits.test_pages import client_of, queries
from tests.people import a_person, a_post_kind, give

pytestmark = pytest.mark.django_db
ASKS = ["Was the speaker met on arrival?", "Could everybody get into the room?"]


def a_draft(office: Office, *, unit=None, title: str = "Welcome", questions=None) -> Edition:
    return commands.begin_list(
        by=office.planner,
        unit=unit or office.desk.town.provider,
        title=title,
        about="What the record cannot show",
        questions=questions or ASKS,
        now=LATER,
    )


def in_use(office: Office, **changes) -> Edition:
    draft = a_draft(office, **changes)
    return commands.use_questions(by=office.planner, pk=draft.pk, revision=draft.revision, now=LATER)


def asked_in(audit: Audit) -> list[Point]:
    rows = Point.objects.filter(sampled__audit=audit, code__startswith="question.")
    return list(rows.order_by("sampled__position", "position"))


def test_an_audit_asks_the_list_that_it_was_planned_with_of_each_request_whatever_became_of_the_list() -> (
    None
):
    office = an_office()
    approved(office)
    approved(office)
    audit = planned(office, questions=in_use(office))
    newer = commands.write_questions(
        by=office.planner, pk=audit.questions.of_id, about="New", questions=["Only this?"], now=LATER
    )
    commands.use_questions(by=office.planner, pk=newer.pk, revision=newer.revision, now=LATER)
    commands.give_up_questions(by=office.planner, pk=newer.of_id, now=LATER)
    draw_sample(pk=audit.pk, by=office.auditor, now=LATER)
    points = asked_in(audit)
    assert [each.title for each in points] == [*ASKS, *ASKS]
    assert {(each.found, each.judgement) for each in points} == {("asked", "")}
    assert points[0].demanded == "‘Welcome’, version 1"
    last = points[0].sampled.points.order_by("-position")[1]
    assert last.title == ASKS[0], "after what the system found"
    assert asked_in(draw_sample(pk=planned(office, seed="other").pk, by=office.auditor, now=LATER)) == []


def judged(office: Office) -> Audit:
    """Of one request: all as it should be, but that nobody can tell whether the speaker was met, and the room."""
    approved(office)
    audit = planned(office, questions=in_use(office))
    draw_sample(pk=audit.pk, by=office.auditor, now=LATER)
    sampled = audit.sample.get()
    said = {each.position: Said("good") for each in sampled.points.all() if each.applies}
    first, second = (each.position for each in asked_in(audit))
    said |= {first: Said("cannot-tell", "Ask the porter"), second: Said("not", "Two steps and no ramp")}
    unsaid = {at: each for at, each in said.items() if at != second}
    assert judge(pk=audit.pk, position=1, by=office.auditor, said=unsaid, now=LATER).judged_at is None
    judge(pk=audit.pk, position=1, by=office.auditor, said=said, now=LATER)
    return audit


def test_a_person_judges_them_like_any_point_and_report_and_tables_show_them() -> None:
    office = an_office()
    audit = judged(office)
    with pytest.raises(Refused, match="1 point is not as it should be and in no finding"):
        sign_off(pk=audit.pk, by=office.auditor, conclusion="Good.", every=0, now=LATER)
    wrong = [each.pk for each in asked_in(audit) if each.judgement == "not"]
    told = {"what": "The room", "why": "", "to_do": None, "no_action_why": "Moved already"}
    make_finding(pk=audit.pk, by=office.auditor, points=wrong, now=LATER, **told)
    sign_off(pk=audit.pk, by=office.auditor, conclusion="Good.", every=0, now=LATER)
    results = results_by_point(audit)[-2:]
    assert [(each.title, each.asked, each.good, each.wrong, each.unclear) for each in results] == [
        (ASKS[0], True, 0, 0, 1),
        (ASKS[1], True, 0, 1, 0),
    ]
    rows = [row for row in points_table(audit) if row[3] in ASKS]
    assert [(row[6], row[7], row[8]) for row in rows] == [
        ("Not looked for", "Cannot tell", "Ask the porter"),
        ("Not looked for", "Not as it should be", "Two steps and no ramp"),
    ]
    audit.refresh_from_db()
    data = report_paper(audit, preview(audit, read_list(audit.list.text)), made=LATER)
    assert ("Further questions", "Welcome, version 1, asked of each request") in data["sections"][1][
        "summary"
    ]
    said = str(data["sections"])
    assert "Two steps and no ramp" in said
    with pikepdf.open(io.BytesIO(typeset(RECORD, data))) as pdf:
        assert bool(pdf.Root.MarkInfo.Marked)


def test_a_list_is_for_audits_of_its_unit_and_below_and_only_while_it_is_in_use() -> None:
    office = an_office()
    town = office.desk.town
    mine = in_use(office, unit=town.politics, title="Of politics")
    draft = a_draft(office)
    assert to_ask([town.provider]) == []
    assert to_ask([town.provider, town.politics]) == [mine]
    with pytest.raises(Refused, match="belongs to another unit"):
        planned(office, questions=mine)
    with pytest.raises(Refused, match="not in use any more"):
        planned(office, questions=draft)
    assert planned(office, questions=mine, unit=town.politics).questions == mine


def test_nobody_else_writes_them_and_a_stranger_cannot_tell_that_there_are_any() -> None:
    office = an_office()
    draft = a_draft(office, unit=office.desk.town.politics)
    for by in (office.auditor, office.desk.head):
        with pytest.raises(NotAllowed):
            commands.use_questions(by=by, pk=draft.pk, revision=1, now=LATER)
        with pytest.raises(NotAllowed):
            commands.write_questions(by=by, pk=draft.of_id, about="x", questions=["x"], now=LATER)
    a_post_kind("faculty-auditor", "Faculty auditor", "audits.do")
    there, elsewhere = (a_person(name, office.desk.town.provider) for name in ("Una There", "Ed Elsewhere"))
    give(there, "faculty-auditor", office.desk.town.politics)
    give(elsewhere, "faculty-auditor", office.desk.town.history)
    assert list(lists_for(there)) == [draft.of]
    assert list(lists_for(elsewhere)) == []
    with pytest.raises(Refused, match="saved this draft while you were writing"):
        commands.write_questions(by=office.planner, pk=draft.of_id, about="x", questions=["x"], now=LATER)
    with pytest.raises(Refused, match="changed after you opened it"):
        commands.use_questions(by=office.planner, pk=draft.pk, revision=0, now=LATER)
    with pytest.raises(Refused, match="has a list of this title already"):
        a_draft(office, unit=office.desk.town.politics)


@pytest.mark.parametrize(
    ("questions", "said"),
    [
        ([], "Ask at least one question."),
        (["Met?"] * 2, "Question 2 stands there already."),
        ([f"{number}?" for number in range(21)], "There are 21 questions."),
        (["x" * 201], "Question 1: Shorten it to 200 characters or fewer; it has 201."),
        (["a\x07b"], "control character"),
    ],
)
def test_a_list_that_cannot_be_asked_is_refused_with_a_sentence(questions, said) -> None:
    reasons = rules.why_not_questions(questions, about="Welcome")
    assert len(reasons) == 1
    assert said in reasons[0]


def test_a_page_asks_as_often_for_many_lists_and_versions_as_for_one() -> None:
    office = an_office()
    client = client_of(Person.objects.get(pk=office.planner.pk))
    first = in_use(office)
    pages = [reverse(f"audits:{name}") for name in ("questions", "new")]
    pages.append(reverse("audits:question-list", args=[first.of_id]))
    few = [queries(client, page) for page in pages]
    for number in range(4):
        in_use(office, title=f"List {number}")
        more = {"by": office.planner, "now": LATER}
        made = commands.write_questions(pk=first.of_id, about="x", questions=[f"{number}?"], **more)
        commands.use_questions(pk=made.pk, revision=1, **more)
    assert [queries(client, page) for page in pages] == few
    assert max(few) <= 15


def test_the_pages_lead_from_a_list_to_a_judgement() -> None:
    office = an_office()
    approved(office)
    client = client_of(Person.objects.get(pk=office.planner.pk))
    assert "There is no list yet." in client.get(reverse("audits:questions")).content.decode()
    assert "Further questions</label>" not in client.get(reverse("audits:new")).content.decode()
    new = reverse("audits:new-questions")
    typed = {
        "unit": str(office.desk.town.provider.pk),
        "title": "Welcome",
        "about": "Guests",
        "revision": "0",
    }
    assert client.post(new, {**typed, "questions": " \n "}).status_code == 422
    answer = client.post(new, {**typed, "questions": "\r\n".join(ASKS)}, follow=True)
    assert "No audit asks it before it is put in use." in answer.content.decode()
    draft = Edition.objects.get()
    answer = client.post(reverse("audits:use-questions", args=[draft.pk]), {"revision": "1"}, follow=True)
    assert "Version 1 is in use." in answer.content.decode()
    assert "Welcome, version 1" in client.get(reverse("audits:new")).content.decode()
    writing = reverse("audits:write-questions", args=[draft.of_id])
    assert ASKS[1] in client.get(writing).content.decode()
    client.post(writing, {"about": "Guests", "questions": "One?", "revision": "0"})
    shown = client.get(reverse("audits:question-list", args=[draft.of_id])).content.decode()
    assert "The draft: version 2" in shown
    client.post(reverse("audits:let-go-questions", args=[Edition.objects.get(number=2).pk]))
    audit = planned(office, questions=draft)
    draw_sample(pk=audit.pk, by=office.auditor, now=LATER)
    page = client_of(office.auditor).get(reverse("audits:sampled", args=[audit.pk, 1])).content.decode()
    assert ASKS[0] in page
    assert "‘Welcome’, version 1" in page
    client.post(reverse("audits:stop-questions", args=[draft.of_id]))
    assert QuestionList.objects.get().editions.filter(standing="used").count() == 0
