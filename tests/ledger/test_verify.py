"""Tampering by somebody who owns the database: each kind is found, at the row."""

import json

import pytest

from tests.fixtures.databases import prepared
from tests.ledger.steps import rewrite_everything, tamper, ten_entries, write_entries

SWAP = [
    "UPDATE ledger_entry SET seq = -4 WHERE seq = 4",
    "UPDATE ledger_entry SET seq = 4 WHERE seq = 7",
    "UPDATE ledger_entry SET seq = 7 WHERE seq = -4",
]
CUT = [
    "DELETE FROM ledger_entry WHERE seq > 8",
    "UPDATE ledger_head SET seq = 8, hash = (SELECT hash FROM ledger_entry WHERE seq = 8)",
]


@prepared(ten_entries)
@pytest.mark.parametrize(
    ("statements", "row", "words"),
    [
        (["UPDATE ledger_entry SET actor_ref = 'other' WHERE seq = 5"], 5, "Entry 5 was changed"),
        (["UPDATE ledger_entry SET data = '{\"step\": 4}' WHERE seq = 5"], 5, "Entry 5 was changed"),
        (["DELETE FROM ledger_entry WHERE seq = 5"], 5, "Entry 5 is missing: entry 6"),
        (SWAP, 4, "Entry 4 was changed"),
        (["DELETE FROM ledger_entry WHERE seq > 8"], 9, "the head knows 10 entries, here are 8"),
        (["DELETE FROM ledger_head"], 0, "The head of the ledger is missing"),
    ],
    ids=["edit", "edit that means the same", "delete in the middle", "reorder", "cut tail", "head removed"],
)
def test_tampering_is_found_at_the_first_bad_row(scratch_database, statements, row, words):
    scratch_database.call(tamper, statements)
    found = scratch_database.run("ledger", "verify", "--json", check=False)
    answer = json.loads(found.stdout)
    assert (found.returncode, answer["good"], answer["first_bad"]) == (1, False, row)
    assert words in answer["reason"]


@prepared(ten_entries)
def test_a_cut_tail_with_its_head_put_right_is_seen_by_a_checkpoint_only(scratch_database):
    scratch_database.run("ledger", "checkpoint", "--out", "kept.txt")
    scratch_database.call(tamper, CUT)
    assert scratch_database.run("ledger", "verify").returncode == 0
    found = scratch_database.run("ledger", "verify", "--checkpoint", "kept.txt", check=False)
    assert found.returncode == 1
    assert "Entry 9 is missing: the checkpoint knows 10 entries, here are 8." in found.stderr


@prepared(ten_entries)
def test_a_ledger_rewritten_from_its_start_is_seen_by_a_checkpoint_only(scratch_database):
    scratch_database.run("ledger", "checkpoint", "--out", "kept.txt")
    scratch_database.call(rewrite_everything)
    assert scratch_database.run("ledger", "verify").returncode == 0
    found = scratch_database.run("ledger", "verify", "--checkpoint", "kept.txt", check=False)
    assert found.returncode == 1
    assert "Entry 10 is not the one that the checkpoint knows" in found.stderr


@prepared(ten_entries)
def test_a_ledger_that_grew_since_still_agrees_with_its_checkpoint(scratch_database):
    scratch_database.run("ledger", "checkpoint", "--out", "kept.txt")
    scratch_database.call(write_entries, 5)
    found = scratch_database.run("ledger", "verify", "--checkpoint", "kept.txt")
    assert "All 15 entries are as they were written, and as in the checkpoint at 10." in found.stdout
    assert found.stderr == ""


@prepared(ten_entries)
def test_bad_checkpoint_files_are_refused_with_a_sentence(scratch_database):
    folder = scratch_database.folder
    scratch_database.run("ledger", "checkpoint", "--out", "kept.txt")
    good = (folder / "kept.txt").read_text("utf-8")
    (folder / "changed.txt").write_text(good.replace("\n10\n", "\n9\n"), "utf-8")
    (folder / "other.txt").write_text("Dear reader\n", "utf-8")
    (folder / "bytes.txt").write_bytes(b"\xff\xfe\x00")
    for name, words in {
        "changed.txt": "was not signed with this installation's ledger key",
        "other.txt": "This is not a checkpoint",
        "bytes.txt": "cannot be read",
        "none.txt": "cannot be read",
    }.items():
        found = scratch_database.run("ledger", "verify", "--checkpoint", name, check=False)
        assert (found.returncode, "Traceback" in found.stderr) == (1, False)
        assert words in found.stderr
