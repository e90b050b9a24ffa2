"""Full-text indexes of the register: FTS5 kept in step by triggers on SQLite, a GIN index on PostgreSQL."""

from django.db import migrations

from dueregard.events import fulltext


def forwards(apps, schema_editor):
    for statement in fulltext.MAKE[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def backwards(apps, schema_editor):
    for statement in fulltext.REMOVE[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("events", "0001_requests_and_their_work")]
    operations = [migrations.RunPython(forwards, backwards)]
