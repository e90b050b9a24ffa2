"""The indexes in which the register searches, and how that of SQLite is kept in step.

SQLite: an FTS5 table whose rowid is the request's number (an implicit rowid changes under VACUUM; a draft has no
number and is not searched), filled by triggers. Django changes a table of SQLite by making it anew, which drops its
triggers without a word: so they are looked for after each `migrate`, and put up again with the index filled anew.
PostgreSQL: an index on an expression, of which the database takes care by itself.
"""

from collections.abc import Mapping
from typing import Any

from django.db import connections, transaction

TRIGGERS: Mapping[str, str] = {
    "events_words_added": """CREATE TRIGGER IF NOT EXISTS events_words_added AFTER INSERT ON events_eventrequest
        WHEN new.number IS NOT NULL BEGIN
            INSERT INTO events_words (rowid, words) VALUES (new.number, new.words);
        END""",
    "events_words_changed": """CREATE TRIGGER IF NOT EXISTS events_words_changed
        AFTER UPDATE OF words, number ON events_eventrequest
        WHEN new.words IS NOT old.words OR new.number IS NOT old.number BEGIN
            DELETE FROM events_words WHERE rowid = old.number;
            INSERT INTO events_words (rowid, words) SELECT new.number, new.words WHERE new.number IS NOT NULL;
        END""",
    "events_words_removed": """CREATE TRIGGER IF NOT EXISTS events_words_removed AFTER DELETE ON events_eventrequest
        WHEN old.number IS NOT NULL BEGIN
            DELETE FROM events_words WHERE rowid = old.number;
        END""",
}
FILL = """INSERT INTO events_words (rowid, words)
    SELECT number, words FROM events_eventrequest WHERE number IS NOT NULL"""
MAKE: Mapping[str, tuple[str, ...]] = {
    "sqlite": (
        """CREATE VIRTUAL TABLE events_words USING fts5(
            words, tokenize="unicode61 remove_diacritics 0", prefix='1 2 3')""",
        FILL,
        *TRIGGERS.values(),
    ),
    "postgresql": (
        "CREATE INDEX events_words ON events_eventrequest USING gin (to_tsvector('simple', words))",
    ),
}
REMOVE: Mapping[str, tuple[str, ...]] = {
    "sqlite": (*(f"DROP TRIGGER IF EXISTS {name}" for name in TRIGGERS), "DROP TABLE events_words"),
    "postgresql": ("DROP INDEX events_words",),
}


def keep_in_step(*, using: str, **_: Any) -> None:
    """After `migrate`: put up the triggers that a rebuilt table has lost, and fill the index anew."""
    connection = connections[using]
    if connection.vendor != "sqlite" or "events_words" not in connection.introspection.table_names():
        return
    with transaction.atomic(using=using), connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        if TRIGGERS.keys() <= {name for (name,) in cursor.fetchall()}:
            return
        for statement in ("DELETE FROM events_words", FILL, *TRIGGERS.values()):
            cursor.execute(statement)
