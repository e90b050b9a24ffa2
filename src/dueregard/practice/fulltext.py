"""The index in which the hub searches, as the register has one (`events.fulltext`), and how SQLite's is kept in step.

SQLite: an FTS5 table with the text's id beside its words, filled by triggers. A table that Django makes anew loses its
triggers, so they are looked for after each `migrate`. PostgreSQL: a column that the database itself keeps, and its
index. An index on the expression alone would not do: where a word is common the texts are read in the order of their
titles, and to break each into words again would cost a millisecond a text.
"""

from collections.abc import Mapping
from typing import Any

from django.db import connections, transaction

TRIGGERS: Mapping[str, str] = {
    "practice_words_added": """CREATE TRIGGER IF NOT EXISTS practice_words_added AFTER INSERT ON practice_casestudy
        BEGIN INSERT INTO practice_words (study, words) VALUES (new.id, new.words); END""",
    "practice_words_changed": """CREATE TRIGGER IF NOT EXISTS practice_words_changed
        AFTER UPDATE OF words ON practice_casestudy WHEN new.words IS NOT old.words
        BEGIN UPDATE practice_words SET words = new.words WHERE study = new.id; END""",
    "practice_words_removed": """CREATE TRIGGER IF NOT EXISTS practice_words_removed AFTER DELETE ON practice_casestudy
        BEGIN DELETE FROM practice_words WHERE study = old.id; END""",
}
FILL = "INSERT INTO practice_words (study, words) SELECT id, words FROM practice_casestudy"
MAKE: Mapping[str, tuple[str, ...]] = {
    "sqlite": (
        """CREATE VIRTUAL TABLE practice_words USING fts5(
            study UNINDEXED, words, tokenize="unicode61 remove_diacritics 0", prefix='1 2 3')""",
        FILL,
        *TRIGGERS.values(),
    ),
    "postgresql": (
        "CREATE INDEX practice_words ON practice_casestudy USING gin (to_tsvector('simple', words))",
    ),
}
KEEP_WORDS = {
    "postgresql": (
        "DROP INDEX practice_words",
        """ALTER TABLE practice_casestudy ADD COLUMN word_vector tsvector
            GENERATED ALWAYS AS (to_tsvector('simple', words)) STORED""",
        "CREATE INDEX practice_words ON practice_casestudy USING gin (word_vector)",
    )
}
FORGET_WORDS = {
    "postgresql": (
        "DROP INDEX practice_words",
        "ALTER TABLE practice_casestudy DROP COLUMN word_vector",
        *MAKE["postgresql"],
    )
}
REMOVE: Mapping[str, tuple[str, ...]] = {
    "sqlite": (*(f"DROP TRIGGER IF EXISTS {name}" for name in TRIGGERS), "DROP TABLE practice_words"),
    "postgresql": ("DROP INDEX practice_words",),
}


def keep_in_step(*, using: str, **_: Any) -> None:
    """After `migrate`: put up the triggers that a rebuilt table has lost, and fill the index anew."""
    connection = connections[using]
    if connection.vendor != "sqlite" or "practice_words" not in connection.introspection.table_names():
        return
    with transaction.atomic(using=using), connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        if TRIGGERS.keys() <= {name for (name,) in cursor.fetchall()}:
            return
        for statement in ("DELETE FROM practice_words", FILL, *TRIGGERS.values()):
            cursor.execute(statement)
