"""In production nothing starts half configured, and what is missing is said in one sentence."""

import os
import subprocess
import sys

import pytest

from dueregard.config.values import Values
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


GOOD = {
    "DUEREGARD_MODE": "production",
    "DUEREGARD_SECRET_KEY": "0123456789" * 5,
    "DUEREGARD_HOSTS": "events.ash.example",
    "DUEREGARD_BASE_URL": "https://events.ash.example",
    "DUEREGARD_KEY_FILE": "key.pem",
}


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("DUEREGARD_MODE", "Production", "DUEREGARD_MODE must be one of production, demo, test, not 'Production'."),
        ("DUEREGARD_SECRET_KEY", "short", "DUEREGARD_SECRET_KEY has 5 characters. Use 50 random characters or more"),
        ("DUEREGARD_BASE_URL", "events.ash.example", "DUEREGARD_BASE_URL must be an address like https://"),
        ("DUEREGARD_BASE_URL", "http://events.ash.example", "DUEREGARD_BASE_URL must be an address like https://"),
        ("DUEREGARD_BASE_URL", "https://[ash", "DUEREGARD_BASE_URL must be an address like https://"),
        ("DUEREGARD_DATABASE", "ash", "DUEREGARD_DATABASE must begin with postgres:// or sqlite:///"),
        ("DUEREGARD_DATABASE", "postgres://u@host:port/x", "DUEREGARD_DATABASE must begin with postgres://"),
        ("DUEREGARD_DATABASE", "mysql://u@host/x", "DUEREGARD_DATABASE must begin with postgres:// or sqlite:///"),
    ],
)  # fmt: skip
def test_a_setting_that_cannot_be_meant_is_refused_in_one_sentence(name, value, said, tmp_path) -> None:
    bare = {each: text for each, text in os.environ.items() if not each.startswith("DUEREGARD_")}
    done = subprocess.run(
        [sys.executable, "-m", "dueregard", "health"],
        env=bare | GOOD | {"DUEREGARD_VAR": str(tmp_path), name: value},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr.count("\n")) == (1, 1), done.stderr
    assert said in done.stderr


@pytest.mark.parametrize(
    "address", ["https://events.ash.example/", "http://127.0.0.1:8000", "http://[::1]:8000"]
)
def test_a_base_url_does_without_tls_on_the_computer_itself_only(address: str, monkeypatch) -> None:
    monkeypatch.setenv("DUEREGARD_BASE_URL", address)
    assert Values.read().address("base_url", None) == address.rstrip("/")
