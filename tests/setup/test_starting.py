"""In production nothing starts half configured, and what is missing is said in one sentence."""

import os
import subprocess
import sys

import pytest

from dueregard.setup.cli import migrate

MISSING = ("DUEREGARD_SECRET_KEY", "DUEREGARD_HOSTS", "DUEREGARD_BASE_URL", "DUEREGARD_KEY_FILE")


@pytest.mark.django_db
def test_a_first_start_makes_its_folder(settings, tmp_path) -> None:
    settings.VAR = tmp_path / "srv" / "var"
    migrate()
    assert settings.VAR.is_dir()


@pytest.mark.parametrize(
    "words", [["ledger", "verify"], ["init", "--preset", "small-college", "--name", "Ash"]]
)
def test_a_database_that_is_not_there_is_said_in_one_sentence(words, tmp_path) -> None:
    there = {
        **os.environ,
        "DUEREGARD_MODE": "test",
        "DUEREGARD_VAR": str(tmp_path),
        "DUEREGARD_DATABASE": f"sqlite:///{tmp_path}/nowhere/at/all.sqlite3",
    }
    done = subprocess.run(
        [sys.executable, "-m", "dueregard", *words], env=there, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1, done.stderr
    assert "unable to open database file" in done.stderr


@pytest.mark.parametrize("words", [["work", "--once"], ["health"], ["manage", "check"]], ids=" ".join)
def test_without_its_settings_production_refuses_and_names_each(words, tmp_path) -> None:
    bare = {
        name: value for name, value in os.environ.items() if not name.startswith(("DUEREGARD_", "DJANGO_"))
    }
    done = subprocess.run(
        [sys.executable, "-m", "dueregard", *words],
        env=bare,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert [name for name in MISSING if name not in done.stderr] == []
    assert done.stderr.count("\n") == 1, done.stderr
    assert done.stdout == ""
