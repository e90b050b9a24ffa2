"""The pages of adoption, as those see them who may."""

from __future__ import annotations

import io
from typing import Any

import pikepdf
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dueregard.actions.models import Action
from dueregard.adoption.models import Answer
from dueregard.documents.tables import read_table
from dueregard.organisation.models import Person
from tests.adoption.library import Library, a_library, answered
from tests.practice.shelf import on_the_shelf

pytestmark = pytest.mark.django_db
GAPS = "/practice/adoption/"


def client_of(person: Person) -> Client:
    client = Client()
    client.force_login(person.user)
    return client


def queries(client: Client, address: str) -> int:
    assert client.get(address).status_code == 200
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    return len(asked)


def said(**values: Any) -> dict[str, Any]:
    day = {"review_on_day": "1", "review_on_month": "11", "review_on_year": "2027"}
    return {"number": "0", "owner_post": "registrar", **day, **values}


def test_the_case_study_leads_to_the_answer_for_those_who_may_and_for_nobody_else() -> None:
    library = a_library()
    address = reverse("practice:case-study", args=[library.officers.slug])
    here = reverse("adoption:case-study", args=[library.officers.slug])
    assert here in client_of(library.town.registrar).get(address).content.decode()
    assert here not in client_of(library.town.member).get(address).content.decode()
    assert here not in Client().get(address).content.decode()
    answered(library, library.officers, "does")
    shown = client_of(library.town.principal).get(address).content.decode()
    assert "Northmoor University: we do this" in shown
    assert client_of(library.town.member).get(here).status_code == 404
    # The head sees what is answered in politics, and not what the provider answers.
    assert "The list on the intranet." not in client_of(library.town.head).get(here).content.decode()


def test_what_was_answered_is_still_found_once_the_case_study_is_archived() -> None:
    library = a_library()
    here = reverse("adoption:case-study", args=[library.officers.slug])
    answered(library, library.officers, "does")
    type(library.officers).objects.filter(pk=library.officers.pk).update(status="archived")
    shown = client_of(library.town.principal).get(here).content.decode()
    assert "The list on the intranet." in shown
    assert "What was agreed stands." in shown
    assert "Answer anew" not in client_of(library.town.registrar).get(here).content.decode()
    assert client_of(library.town.registrar).get(f"{here}answer/").status_code == 404
    assert client_of(library.town.head).get(here).status_code == 404


def test_an_answer_is_given_on_the_page_and_what_is_missing_is_said_beside_its_field() -> None:
    library = a_library()
    client, address = (
        client_of(library.town.registrar),
        reverse("adoption:answer", args=[library.officers.slug]),
    )
    wrong = client.post(address, said(says="not"))
    assert wrong.status_code == 422
    assert "Say why this is not for you." in wrong.content.decode()
    link = client.post(address, said(says="does", evidence="Minutes", evidence_link="javascript:alert(1)"))
    assert "Enter a web address that begins with https://" in link.content.decode()
    assert client.post(address, said(says="not", reason="One building.")).status_code == 302
    stale = client.post(address, said(says="will"))
    assert stale.status_code == 409
    assert "Somebody else has answered meanwhile." in stale.content.decode()
    below = f"{address}?unit={library.town.politics.pk}"
    assert client.post(below, said(says="not", reason="We are small.")).status_code == 302
    assert set(Answer.objects.values_list("unit__code", flat=True)) == {"northmoor", "politics"}
    assert client.get(f"{address}?unit={library.town.other_provider.pk}").status_code == 404


def test_lines_without_owner_and_day_are_left_out_and_half_a_line_is_not() -> None:
    library = a_library()
    answer = answered(library, library.officers)
    client, address = client_of(library.town.registrar), reverse("adoption:plan", args=[answer.pk])
    assert "They meet in the first week." in client.get(address).content.decode()
    lines = {"line": "1", "what_1": "Each officer has a deputy.", "what_2": "They meet in the first week."}
    nothing = client.post(address, lines)
    assert nothing.status_code == 409
    assert "Give at least one line an owner and a day." in nothing.content.decode()
    half = client.post(address, lines | {"post_1": "registrar"})
    assert half.status_code == 422
    assert "Enter the day by which it is done" in half.content.decode()
    changed = client.post(address, lines | {"what_2": "They meet each term."})
    assert changed.status_code == 422, "what somebody typed is not left out without a word"
    due = {"due_1_day": "1", "due_1_month": "2", "due_1_year": "2099"}
    assert client.post(address, lines | due | {"post_1": "principal"}).status_code == 302
    assert Action.objects.get().what == "Each officer has a deputy."


def test_the_page_of_gaps_asks_as_often_for_one_case_study_as_for_many() -> None:
    library = a_library()
    client = client_of(library.town.registrar)
    answered(library, library.officers)
    few = queries(client, GAPS)
    for number in range(60):
        answered(library, on_the_shelf(f"Practice {number:02}", "- One", "IT"))
    assert queries(client, GAPS) == few
    assert few <= 15
    page = client.get(GAPS).content.decode()
    assert (
        "62 published case studies: 0 ‘we do this’, 61 ‘we will’, 0 ‘not for us’, 1 without an answer."
        in page
    )
    assert "Beside them stands 1 illustration by the makers" in page
    assert "after=" in page, "a long list has pages"
    one = queries(client, reverse("adoption:case-study", args=[library.officers.slug]))
    assert one <= 15


def test_the_filters_keep_to_the_unit_and_an_empty_list_says_so() -> None:
    library = a_library()
    client = client_of(library.town.registrar)
    answered(library, library.officers, "not")
    shown = client.get(f"{GAPS}?show=not").content.decode()
    assert "We have one building." in shown
    assert "One register" not in shown
    assert "No case study matches." in client.get(f"{GAPS}?show=overdue").content.decode()
    assert client.get(f"{GAPS}?unit={library.town.other_provider.pk}").status_code == 404
    assert client.get(f"{GAPS}?unit=nonsense").status_code == 404
    assert client.get(f"{GAPS}?show=nonsense&theme=nonsense").status_code == 200
    assert client_of(library.town.member).get(GAPS).status_code == 404


def taken(library: Library, name: str, **filters: str) -> bytes:
    answer = client_of(library.town.principal).get(reverse(f"adoption:{name}"), filters)
    assert answer.status_code == 200
    return b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]


def test_the_paper_is_tagged_and_the_workbook_has_a_line_for_each_case_study_and_theme() -> None:
    library = a_library()
    answered(library, library.drawn, "not", reason="=1+1 and <script>")
    with pikepdf.open(io.BytesIO(taken(library, "gaps-pdf"))) as paper:
        assert paper.Root["/MarkInfo"]["/Marked"]
        assert str(paper.Root["/Lang"]) == "en-GB"
        with paper.open_metadata() as facts:
            assert facts["pdfuaid:part"] == "1"
            assert facts["dc:title"] == "Practice elsewhere, and what Northmoor University answers"
    sheet = read_table(io.BytesIO(taken(library, "gaps-xlsx")), name="gaps.xlsx")[0]
    rows = [list(row.values) for row in sheet.rows]
    assert len(rows) == 1 + 4, "welfare, engagement, and two about events"
    line = next(row for row in rows if row[1] == "A process that fits")
    assert line[2:5] == ["Yes", "Not for us", "=1+1 and <script>"]
