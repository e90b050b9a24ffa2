"""What the worker does for oversight at night."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from dueregard.documents.files import keep
from dueregard.kernel.refs import Ref, system
from dueregard.timers.kinds import plans
from tests.people import a_town

NOW = datetime(2026, 11, 24, 2, 40, tzinfo=UTC)


def content(folder: Path, *, written: datetime) -> Path:
    path = folder / "ab" / "abcd0000000000000000000000000000"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"%PDF-1.7")
    os.utime(path, (written.timestamp(), written.timestamp()))
    return path


@pytest.fixture
def folder(settings: LazySettings, tmp_path: Path) -> Path:
    settings.FILES_ROOT = str(tmp_path)
    return tmp_path


def test_content_that_no_row_names_goes_after_a_day(db: None, folder: Path) -> None:
    left_behind = content(folder, written=NOW - timedelta(hours=25))
    plans["oversight.sweep_files"].run(NOW)
    assert not left_behind.exists()


def test_content_of_an_upload_that_is_still_under_way_stays(db: None, folder: Path) -> None:
    just_written = content(folder, written=NOW - timedelta(hours=23))
    plans["oversight.sweep_files"].run(NOW)
    assert just_written.exists()


def test_a_file_with_a_row_stays_for_good(db: None, folder: Path) -> None:
    keep(SimpleUploadedFile("plan.txt", b"A plan."), about=Ref("a", "1"), by=system("tests"), now=NOW)
    (kept,) = [path for path in folder.glob("*/*") if path.is_file()]
    os.utime(kept, (0, 0))
    plans["oversight.sweep_files"].run(NOW)
    assert kept.exists()


def test_sqlite_counts_its_tables_so_that_it_picks_the_right_index(db: None) -> None:
    a_town()
    plans["oversight.count_tables"].run(NOW)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM sqlite_stat1 WHERE tbl = 'organisation_unit'")
            assert cursor.fetchone()[0] > 0
