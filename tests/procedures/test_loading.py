"""Bad texts: the line, the key, what is wrong, and what to write instead. Never another exception."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dueregard.procedures import rules
from dueregard.procedures.rules import Mistakes
from tests.procedures.texts import NAMES, SMALL, line_of, preset

POSTS = ["registrar", "principal", "head"]


def mistakes(text: str, posts=None):
    with pytest.raises(Mistakes) as caught:
        rules.parse(text, posts)
    return caught.value.mistakes


def changed(old: str, new: str) -> str:
    assert old in SMALL
    return SMALL.replace(old, new, 1)


def add(text: str) -> str:
    return f"{SMALL}\n{text}\n"


CHECK = '[[check]]\nid = "x"\ntitle = "X"\npost = "registrar"\nwithin = "1 working day"\n'
QUESTION = '[[question]]\nid = "x"\nask = "X?"\n'

# What is changed, the key named, a part of the problem, a part of the remedy, and where the line is.
WRONG = [
    (changed("lead_time", "lead_tme"), "procedure.lead_tme", "not known", "‘lead_time’", "lead_tme"),
    (changed('"10 working days"', '"a fortnight"'), "procedure.lead_time", "not a time", "10 working days", "lead_time"),
    (changed('"10 working days"', "10"), "procedure.lead_time", "not a time", "10 working days", "lead_time"),
    (changed('"10 working days"', '"0 working days"'), "procedure.lead_time", "not a time", "", "lead_time"),
    (changed('kind = "events"', 'kind = "event"'), "procedure.kind", "not known", "‘events’", 'kind = "event"'),
    (changed('late = "principal"', 'late = "principle"'), "procedure.late", "no step", "‘principal’", "late ="),
    (changed('id = "security"', 'id = "room"'), "check.room", "twice", "another id", None),
    (changed('after = ["room"]', 'after = ["rooms"]'), "step.team.after", "no check", "‘room’", "after ="),
    (changed('["refused-details"]', '["refused"]'), "question.refused-elsewhere", "no question", "", "if_yes"),
    (changed(', then_ask = ["refused-details"]', ""), "question.refused-details", "none does", "then_ask", "only_when_asked"),
    (changed('may = ["pass up"]', 'may = ["approve"]').replace('late = "principal"\n', ""), "step.principal", "never be reached", "pass up", 'id = "principal"'),
    (changed('may = ["approve", "approve with conditions", "refuse"]', 'may = ["pass up"]'), "step.principal.may", "only pass up", "decide", None),
    (changed('may = ["approve", "approve with conditions", "refuse"]', 'may = ["refuse"]'), "step.principal.may", "may not approve", "by default", None),
    (changed('[appeal]\npost = "head"\nlodged_within = "5 working days"\nwithin = "5 working days"\n', ""), "step.principal.may", "no [appeal]", "Add [appeal]", '"refuse"'),
    (changed('when = ["designated", "off-site", "over 200 people"]', 'when = ["Palestine"]'), "check.security.when", "no mark for a topic", "The marks are", "Palestine"),
    (changed('when = ["designated"', 'when = ["designted"'), "check.security.when", "not a mark", "‘designated’", "designted"),
    (changed('mark = "designated"', 'mark = "muslim"'), "question.refused-elsewhere.if_yes", "not a mark", "", "muslim"),
    (changed('mark = "designated"', 'mark = "late"'), "question.refused-elsewhere.if_yes", "plain facts", "may raise", "if_yes"),
    (changed('title = "Room"', f'title = "{"x" * 121}"'), "check.room.title", "121 characters", "120", "xxx"),
    (changed('title = "Room"', 'title = "a\\u0000b"'), "check.room.title", "cannot be shown", "control character", "u0000"),
    (changed('title = "Room"', 'title = "a\\u202Eb"'), "check.room.title", "cannot be shown", "hidden character", "u202E"),
    (changed('title = "Room"', 'title = "  "'), "check.room.title", "empty", "", '"  "'),
    (changed('title = "Room"', "title = 7"), "check.room.title", "not a text", "quotation marks", "= 7"),
    (changed('id = "room"', 'id = "The Room"'), "check.The Room.id", "not a code", "small letters", "The Room"),
    (changed('id = "room"\n', ""), "check.id", "no id", "Give it one", None),
    (changed("only_when_asked = true", 'only_when_asked = "yes"'), "question.refused-details.only_when_asked", "neither true", "true or false", "only_when"),
    (changed("[[check]]", "[[chek]]"), "chek", "not known", "‘check’", "[[chek]]"),
    (SMALL.replace("[[step]]", "[step]", 1).rsplit("[[step]]", 1)[0], "step", "list of tables", "two brackets", "[step]"),
    (add(QUESTION + 'kind = "choice"\noptions = ["One"]'), "question.x", "two options", "options", 'kind = "choice"'),
    (add(QUESTION + 'kind = "choice"\noptions = ["A b", "a  B"]'), "question.x", "told apart", "", "A b"),
    (add(QUESTION + 'kind = "text"\nif_yes = { mark = "alcohol" }'), "question.x", "yes-no question", "", "alcohol"),
    (add(QUESTION + 'kind = "essay"'), "question.x.kind", "not known", "long-text", "essay"),
    (add(CHECK + 'when = ["alcohol"]'), "check.x.when", "never applies", "mark =", '["alcohol"]'),
    (add('[locks]\nkeys = ["step.principle"]'), "locks.keys", "no item", "step.principal", "keys ="),
    (add('[locks]\nkeys = ["everything"]'), "locks.keys", "cannot be locked", "step.principal", "keys ="),
    (add("[procedure.more]\nx = 1"), "procedure.more", "not known", "", None),
    ("", "procedure", "missing", "[procedure]", None),
    ("x = ", "document", "not valid TOML", "Check", "x ="),
    (changed("[appeal]", "[appeal"), "document", "not valid TOML", "brackets", "[appeal"),
    ("a = " + "[" * 3000, "document", "", "", None),
    ("x = " + "9" * 5000, "document", "", "", None),
]  # fmt: skip


@pytest.mark.parametrize(("text", "key", "problem", "remedy", "at"), WRONG, ids=[each[1] for each in WRONG])
def test_a_mistake_names_line_key_problem_and_remedy(text, key, problem, remedy, at) -> None:
    found = [each for each in mistakes(text) if each.key == key]
    assert found, [str(each) for each in mistakes(text)]
    assert problem in found[0].problem
    assert remedy in found[0].remedy
    if at:
        assert found[0].line == line_of(text, at)


def test_every_mistake_is_listed_in_the_order_of_lines() -> None:
    text = changed("lead_time", "lead_tme").replace('within = "2 working days"', 'within = "soon"')
    text = text.replace('may = ["pass up"]', 'may = ["pass"]')
    found = mistakes(text)
    assert [each.key for each in found] == ["procedure.lead_tme", "check.room.within", "step.team.may"]
    assert [each.line for each in found] == sorted(each.line for each in found)


def test_a_post_that_nobody_made_is_named_with_the_nearest() -> None:
    found = mistakes(changed('post = "head"', 'post = "hed"'), POSTS)
    assert [(each.key, each.line) for each in found] == [("appeal.post", line_of(SMALL, "[appeal]") + 1)]
    assert "‘head’" in found[0].remedy


def test_questions_that_ask_each_other_in_a_circle_are_refused() -> None:
    text = changed('kind = "long-text"', 'kind = "yes-no"\nif_yes = { then_ask = ["refused-elsewhere"] }')
    found = mistakes(text)
    assert "refused-elsewhere → refused-details → refused-elsewhere" in found[0].problem


def test_a_ladder_that_leaves_some_request_without_a_step_is_refused() -> None:
    text = SMALL.replace('id = "principal"', 'id = "principal"\nunless = ["off-site"]')
    found = mistakes(text.replace('late = "principal"\n', ""))
    assert {each.key for each in found} == {"step.team.may"}
    none = text.replace('id = "team"', 'id = "team"\nunless = ["off-site"]').replace(
        'late = "principal"\n', ""
    )
    assert any("No step takes a request that is off-site" in each.problem for each in mistakes(none))


def test_lines_are_found_behind_texts_of_several_lines() -> None:
    text = changed('title = "Room"', 'title = "Room"\nhelp = """\n[[check]]\nwithin = 1\n"""')
    text = text.replace('within = "2 working days"', 'within = "two days"')
    found = mistakes(text)
    assert [(each.key, each.line) for each in found] == [("check.room.within", line_of(text, "two days"))]


def test_the_whole_document_round_trips_through_its_own_writing() -> None:
    for text in (SMALL, *(preset(name) for name in NAMES)):
        written = rules.written(rules.read(text))
        assert rules.parse(written) == rules.parse(text)
        assert rules.written(rules.read(written)) == written


@pytest.mark.parametrize("name", NAMES)
def test_no_preset_depends_on_a_topic(name) -> None:
    doc = rules.parse(preset(name))
    named = {
        mark for item in (*doc.questions, *doc.checks, *doc.steps) for mark in (*item.when, *item.unless)
    }
    assert named <= {"designated", "off-site", "online", "over 200 people"}


PIECES = [
    "[[step]]",
    "[",
    "]",
    '"',
    "=",
    "\n",
    "{",
    "}",
    "when",
    "[locks]",
    "id = 1",
    "#",
    "'''",
    "\\u0000",
    "é",
    ",",
]


@settings(max_examples=120, deadline=None)
@given(data=st.data())
def test_a_damaged_document_loads_or_gives_mistakes_with_a_line(data) -> None:
    text = data.draw(st.sampled_from([SMALL, preset("central-register")]))
    for _ in range(data.draw(st.integers(1, 3))):
        start = data.draw(st.integers(0, len(text)))
        end = min(len(text), start + data.draw(st.integers(0, 40)))
        piece = data.draw(st.one_of(st.sampled_from(PIECES), st.text(max_size=5)))
        text = text[:start] + piece + text[end:]
    _loads_or_explains(text)


@settings(max_examples=120, deadline=None)
@given(data=st.data())
def test_values_of_the_wrong_kind_load_or_give_mistakes_with_a_line(data) -> None:
    lines = SMALL.splitlines()
    number = data.draw(st.sampled_from([n for n, line in enumerate(lines) if "=" in line]))
    values = [
        '""',
        "1",
        "[]",
        "{}",
        "[[]]",
        "[1]",
        "1979-05-27",
        "nan",
        "true",
        '["a", "a"]',
        "{ mark = 1 }",
        '"routine"',
    ]
    lines[number] = f"{lines[number].split('=')[0]}= {data.draw(st.sampled_from(values))}"
    _loads_or_explains("\n".join(lines))


def _loads_or_explains(text: str) -> None:
    found: list[rules.Mistake] = []
    try:
        document = rules.parse(text, POSTS)
    except Mistakes as raised:
        found = raised.mistakes
    assert found or rules.first_step(document, frozenset())
    for each in found:
        assert 1 <= each.line <= max(1, len(text.splitlines()))
        assert each.key
        assert each.problem
        assert each.remedy
