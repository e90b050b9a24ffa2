"""In production nothing starts half configured, and what is missing is said in one sentence."""

import os
import subprocess
import sys

import pytest

MISSING = ("DUEREGARD_SECRET_KEY", "DUEREGARD_HOSTS", "DUEREGARD_BASE_URL", "DUEREGARD_KEY_FILE")


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
