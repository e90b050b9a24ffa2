"""Full-text indexes of the register: FTS5 kept in step by triggers on SQLite, a GIN index on PostgreSQL."""

from django.db import migrations

SQLITE = [
    """CREATE VIRTUAL TABLE events_words USING fts5(words, tokenize="unicode61 remove_diacritics 0", prefix='2 3')""",
    """CREATE TRIGGER events_words_added AFTER INSERT ON events_eventrequest WHEN new.number IS NOT NULL BEGIN
        INSERT INTO events_words (rowid, words) VALUES (new.number, new.words);
    END""",
    """CREATE TRIGGER events_words_changed AFTER UPDATE OF words, number ON events_eventrequest
        WHEN new.number IS NOT NULL AND (new.words IS NOT old.words OR new.number IS NOT old.number) BEGIN
        DELETE FROM events_words WHERE rowid = old.number;
        INSERT INTO events_words (rowid, words) VALUES (new.number, new.words);
    END""",
    """CREATE TRIGGER events_words_removed AFTER DELETE ON events_eventrequest WHEN old.number IS NOT NULL BEGIN
        DELETE FROM events_words WHERE rowid = old.number;
    END""",
]
POSTGRESQL = ["CREATE INDEX events_words ON events_eventrequest USING gin (to_tsvector('simple', words))"]
BACK = {
    "sqlite": [
        "DROP TRIGGER events_words_added",
        "DROP TRIGGER events_words_changed",
        "DROP TRIGGER events_words_removed",
        "DROP TABLE events_words",
    ],
    "postgresql": ["DROP INDEX events_words"],
}


def forwards(apps, schema_editor):
    statements = {"sqlite": SQLITE, "postgresql": POSTGRESQL}[schema_editor.connection.vendor]
    for statement in statements:
        schema_editor.execute(statement)


def backwards(apps, schema_editor):
    for statement in BACK[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("events", "0001_requests_and_their_work")]
    operations = [migrations.RunPython(forwards, backwards)]
