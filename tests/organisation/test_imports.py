"""Units, people and posts from files: dry run, all or nothing, idempotent, errors with line and column."""

import contextlib
import io
import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dueregard.config.cli import main
from dueregard.documents.tables import Unreadable
from dueregard.kernel.errors import NotAllowed
from dueregard.ledger.models import Entry
from dueregard.organisation.commands import bring_in
from dueregard.organisation.commands.bringing import What
from dueregard.organisation.imports.report import Report
from dueregard.organisation.models import Holding, Import, ImportedRow, Person, Post, Unit
from tests.people import BUILDER, NOON, Town, a_person, a_town, a_unit, give, let

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> Town:
    return a_town()


def bring(what: What, text: str, **options: bool) -> Report:
    stream = io.BytesIO(text.encode())
    return bring_in(what=what, stream=stream, name="file.csv", by=BUILDER, now=NOON, **options)


def errors(report: Report) -> list[str]:
    return [str(error) for error in report.errors]


def test_units_come_in_whatever_the_order_of_their_lines(town: Town) -> None:
    report = bring(
        "units",
        "code,name,kind,parent\nlaw-3,Third Law,team,law-2\nlaw-2,Second Law,section,law\nlaw,Law,department,arts\n",
    )
    assert (report.done, report.added) == (True, 3)
    assert Unit.objects.get(code="law-3").is_within(town.faculty)


def test_the_same_file_again_writes_nothing_at_all(town: Town) -> None:
    files: list[tuple[What, str]] = [
        ("units", "code,name,kind,parent\nlaw,Law,department,arts\n"),
        ("people", "id,name,email,unit\nP77,Zoë Ng,zoe@northmoor.example,law\n"),
        ("posts", "post,unit,person,from,to\nhead,law,P77,2026-09-01,\n"),
    ]
    for what, text in files:
        assert bring(what, text).added == 1
    before = (Entry.objects.count(), Import.objects.count(), ImportedRow.objects.count())
    for what, text in files:
        report = bring(what, text)
        assert (report.done, report.added, report.changed, report.unchanged) == (True, 0, 0, 1)
    assert (Entry.objects.count(), Import.objects.count(), ImportedRow.objects.count()) == before


def test_nothing_comes_in_unless_every_line_is_good(town: Town) -> None:
    text = "id,name,email,unit\nP80,Good One,good@x.example,politics\nP81,,bad,nowhere\n"
    report = bring("people", text)
    assert not report.done
    assert errors(report) == [
        "Line 3, column name: The name is missing.",
        "Line 3, column email: The e-mail address must be like name@example.ac.uk.",
        "Line 3, column unit: There is no unit nowhere. Import the units first.",
    ]
    assert not Person.objects.filter(code="P80").exists()


def test_the_good_lines_come_in_when_the_bad_ones_may_be_skipped(town: Town) -> None:
    text = "id,name,email,unit\nP80,Good One,good@x.example,politics\nP81,,bad,nowhere\n"
    report = bring("people", text, skip_bad=True)
    assert (report.done, report.added, report.skipped) == (True, 1, 1)


def test_a_dry_run_counts_and_changes_nothing(town: Town) -> None:
    report = bring(
        "people", "id,name,email,unit\nP004,Helen Marsh-Lee,,politics\nP99,New,,politics\n", dry_run=True
    )
    assert (report.done, report.added, report.changed) == (False, 1, 1)
    assert Person.objects.get(code="P004").name == "Helen Marsh"
    assert not Import.objects.exists()


def test_every_changed_row_can_be_traced_to_its_line(town: Town) -> None:
    bring("people", "id,name,email,unit\nP99,New,,politics\nP004,Helen Marsh-Lee,,politics\n")
    row = ImportedRow.objects.get(subject=str(town.head.pk))
    assert (row.line, row.added) == (3, False)
    entry = Entry.objects.latest("seq")
    assert (entry.action, entry.subject_id) == ("organisation.imported", str(row.brought_by_id))


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("P1 1,Ann,a@x.example,politics", "column id: The id must have no spaces and no slashes."),
        (",Ann,a@x.example,politics", "column id: The id is missing."),
        (
            "P90," + "n" * 201 + ",,politics",
            "column name: The name is too long: 201 characters, and 200 is the most.",
        ),
        ("P90,A\u202enn,,politics", "column name: The name: This has a hidden character"),
        ("P90,A\ufffdn,,politics", "column name: The name: This has a damaged character"),
        ("P90,A\x07n,,politics", "column name: The name: This has a control character"),
        ("P90,Ann,not an address,politics", "column email: The e-mail address must be like"),
        ("P90,Ann,,Politics Dept", "column unit: There is no unit Politics Dept."),
        ("P90,Ann,,politcs", "column unit: There is no unit politcs. Did you mean politics? Import"),
        ('P90,"two\nlines",,politics', "column name: The name must be one line."),
    ],
)
def test_a_bad_cell_of_a_person_is_named_with_what_to_do(town: Town, line: str, says: str) -> None:
    report = bring("people", f"id,name,email,unit\n{line}\n")
    assert not report.done
    assert any(says in error for error in errors(report)), errors(report)


def test_a_line_that_comes_twice_is_named(town: Town) -> None:
    report = bring("people", "id,name,email,unit\nP90,Ann,,politics\nP90,Ann,,politics\n")
    assert errors(report) == ["Line 3, column id: Line 2 has this id already. Remove one of the two lines."]


def test_a_cycle_of_parents_is_named_in_each_of_its_lines(town: Town) -> None:
    report = bring("units", "code,name,kind,parent\na,A,,c\nb,B,,a\nc,C,,b\nd,D,,a\nself,S,,self\n")
    assert [error.line for error in report.errors] == [2, 3, 4, 5, 6]
    assert "These units are each part of the other: a > c > b > a." in str(report.errors[0])
    assert not Unit.objects.filter(code="d").exists()


def test_a_cycle_with_units_that_are_known_is_found(town: Town) -> None:
    report = bring("units", "code,name,kind,parent\narts,Faculty of Arts,faculty,politics\n")
    assert "each part of the other" in str(report.errors[0])


def test_moving_a_unit_by_file_carries_what_is_below_it(town: Town) -> None:
    report = bring("units", "code,name,kind,parent\narts,Faculty of Arts,faculty,southmoor\n")
    assert report.changed == 1
    town.politics.refresh_from_db()
    assert town.politics.root_id == town.other_provider.pk


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("head,law,P004,2026-09-01,", "column unit: There is no unit law."),
        ("chief,politics,P004,2026-09-01,", "column post: There is no kind of post chief."),
        ("head,politics,P999,2026-09-01,", "column person: Nobody has the id or e-mail address P999."),
        ("head,politics,P009,31/2/2026,", "column from: The first day is not a date that exists."),
        ("head,politics,P009,,", "column from: The first day is missing."),
        (
            "head,politics,P009,2026-09-01,2026-08-01",
            "column to: The last day, Saturday 1 August 2026, is before",
        ),
        (
            "head,politics,P004,2026-09-01,",
            "column from: Helen Marsh holds this post already in these dates.",
        ),
    ],
)
def test_a_bad_cell_of_a_post_is_named_with_what_to_do(town: Town, line: str, says: str) -> None:
    report = bring("posts", f"post,unit,person,from,to\n{line}\n")
    assert any(says in error for error in errors(report)), errors(report)


def test_posts_name_people_by_address_too_and_kinds_by_title_and_dates_in_several_forms(town: Town) -> None:
    report = bring(
        "posts",
        "Role,Department,Email,Start Date,Until\n"
        "Head of department,union,OLU.ADEYEMI@northmoor.example,1/9/2026,31 Aug 2027\n"
        "room-booking,union,P009,2026-09-01,\n",
    )
    assert errors(report) == []
    assert Holding.objects.filter(person=town.organiser).count() == 2
    assert Post.objects.filter(unit=town.union).count() == 3


def test_a_later_file_can_give_a_holding_its_last_day(town: Town) -> None:
    bring("posts", "post,unit,person,from,to\nhead,union,P009,2026-09-01,\n")
    report = bring("posts", "post,unit,person,from,to\nhead,union,P009,2026-09-01,2027-08-31\n")
    assert (report.added, report.changed) == (0, 1)


def test_a_missing_column_is_named_with_what_was_found_and_what_it_could_be(town: Town) -> None:
    with pytest.raises(Unreadable) as problem:
        bring("people", "id,nme,email,dept\nx,y,z,w\n")
    assert str(problem.value) == (
        "These columns are missing: name, unit. Line 1 has: id, nme, email, dept. "
        "Perhaps nme could be name: rename it. The columns needed are: id, name, email, unit."
    )


def test_an_import_by_a_person_needs_a_post_for_the_whole_provider(town: Town) -> None:
    let("head", "organisation.manage_people")
    text = b"id,name,email,unit\nP90,Ann,,politics\n"
    with pytest.raises(NotAllowed):
        bring_in(what="people", stream=io.BytesIO(text), name="f", by=town.head, now=NOON)
    report = bring_in(what="people", stream=io.BytesIO(text), name="f", by=town.administrator, now=NOON)
    assert report.added == 1


def test_an_import_by_a_person_stays_within_that_person_s_provider(town: Town) -> None:
    text = b"id,name,email,unit\nP90,Ann,,southmoor\nP012,Sam Stone,,northmoor\n"
    report = bring_in(what="people", stream=io.BytesIO(text), name="f", by=town.administrator, now=NOON)
    assert errors(report) == [
        "Line 2, column unit: Your posts do not reach the unit southmoor.",
        "Line 3, column id: This person belongs to a unit that your posts do not reach.",
    ]


def test_nobody_gives_themselves_a_post_by_file(town: Town) -> None:
    text = b"post,unit,person,from,to\nprincipal,northmoor,P001,2026-09-01,\n"
    report = bring_in(what="posts", stream=io.BytesIO(text), name="f", by=town.administrator, now=NOON)
    assert errors(report) == ["Line 2, column person: Someone else must give you a post."]


def test_two_people_with_one_address_must_be_told_apart(town: Town) -> None:
    twin = a_person("Tina Twin", town.politics, signs_in=False)
    Person.objects.filter(pk=twin.pk).update(email=town.head.email)
    report = bring("posts", f"post,unit,person,from,to\nhead,union,{town.head.email},2026-09-01,\n")
    assert "2 people have" in errors(report)[0]


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.text(max_size=300), st.sampled_from(["units", "people", "posts"]))
def test_no_text_whatever_makes_an_import_fall_over(text: str, what: What) -> None:
    header = {
        "units": "code,name,kind,parent",
        "people": "id,name,email,unit",
        "posts": "post,unit,person,from,to",
    }[what]
    content = f"{header}\n{text}".encode("utf-8", "surrogatepass")
    with contextlib.suppress(Unreadable):
        report = bring_in(what=what, stream=io.BytesIO(content), name="f", by=BUILDER, dry_run=True, now=NOON)
        assert report.rows == report.added + report.changed + report.unchanged + report.skipped


def test_the_command_line_brings_a_file_in_and_tells_errors_with_status_1(
    town: Town, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good, bad = tmp_path / "good.csv", tmp_path / "bad.csv"
    good.write_text("code,name,kind,parent\nlaw,Law,department,arts\n")
    bad.write_text("code,name,kind,parent\nmed,Medicine,department,nowhere\n")
    assert main(["units", "import", str(good)]) == 0
    assert capsys.readouterr().out == "1 rows: 1 new, 0 changed, 0 as they were, 0 bad.\n"
    assert main(["units", "import", str(bad), "--json"]) == 1
    told = capsys.readouterr()
    assert json.loads(told.out)["errors"][0] == {
        "line": 2,
        "column": "parent",
        "reason": "There is no unit nowhere, here or in this file.",
    }
    assert "Line 2, column parent" in told.err
    assert main(["units", "import", str(tmp_path / "none.csv")]) == 1
    assert "cannot be read: No such file or directory." in capsys.readouterr().err


def test_a_hundred_levels_come_in_at_once(town: Town) -> None:
    lines = "\n".join(f"deep{n},Level {n},,{f'deep{n - 1}' if n else 'arts'}" for n in range(100))
    report = bring("units", f"code,name,kind,parent\n{lines}\n")
    assert report.added == 100
    assert Unit.objects.get(code="deep99").depth == 101
    a_unit("deeper", "Deeper", under=Unit.objects.get(code="deep99"))
    give(town.member, "head", Unit.objects.get(code="deeper"))
