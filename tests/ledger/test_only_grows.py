"""The database itself refuses to change the past, whatever asks it."""

from tests.fixtures.databases import prepared
from tests.fixtures.surroundings import database_kind
from tests.ledger.steps import statement, ten_entries, write_entries

COLUMNS = "at, actor_kind, actor_ref, actor_post, action, subject_type, subject_id, data, prev, hash"
ON_BOTH = [
    "UPDATE ledger_entry SET actor_ref = 'x' WHERE seq = 3",
    "DELETE FROM ledger_entry WHERE seq = 3",
    "DELETE FROM ledger_entry",
    f"INSERT INTO ledger_entry (seq, {COLUMNS}) SELECT 12, {COLUMNS} FROM ledger_entry WHERE seq = 10",
    f"INSERT INTO ledger_entry (seq, {COLUMNS}) SELECT 11, {COLUMNS} FROM ledger_entry WHERE seq = 10",
]
BY_VENDOR = {
    "sqlite": [
        f"INSERT OR REPLACE INTO ledger_entry (seq, {COLUMNS}) SELECT seq, {COLUMNS} FROM ledger_entry WHERE seq = 3",
        f"REPLACE INTO ledger_entry (seq, {COLUMNS}) SELECT seq, {COLUMNS} FROM ledger_entry WHERE seq = 10",
        "UPDATE OR REPLACE ledger_entry SET seq = 4 WHERE seq = 3",
    ],
    "postgres": [
        "TRUNCATE ledger_entry",
        "TRUNCATE ledger_entry CASCADE",
        "SET session_replication_role = replica; DELETE FROM ledger_entry WHERE seq = 3",
        (
            f"INSERT INTO ledger_entry (seq, {COLUMNS}) SELECT seq, {COLUMNS} FROM ledger_entry WHERE seq = 3 "
            "ON CONFLICT (seq) DO UPDATE SET data = '{}'"
        ),
    ],
}


@prepared(ten_entries)
def test_no_statement_changes_removes_or_slips_in_an_entry(scratch_database):
    for text in ON_BOTH + BY_VENDOR[database_kind()]:
        (outcome,) = scratch_database.together((statement, text))
        assert outcome.raised in {"IntegrityError", "InternalError"}, text
        assert "only grows" in outcome.text, text
    assert scratch_database.call(write_entries, 1) == 11
    assert "All 11 entries are as they were written" in scratch_database.run("ledger", "verify").stdout


@prepared(ten_entries)
def test_two_processes_that_write_at_once_stand_in_one_line(scratch_database):
    outcomes = scratch_database.together((write_entries, 25), (write_entries, 25))
    assert [outcome.raised for outcome in outcomes] == ["", ""]
    assert "All 60 entries" in scratch_database.run("ledger", "verify").stdout


@prepared(ten_entries)
def test_a_trigger_taken_away_is_named(scratch_database):
    drop = "DROP TRIGGER ledger_next_only" + ("" if database_kind() == "sqlite" else " ON ledger_entry")
    scratch_database.call(statement, drop)
    found = scratch_database.run("ledger", "verify", check=False)
    assert found.returncode == 1
    assert "no longer guards the ledger: ledger_next_only is missing" in found.stderr
