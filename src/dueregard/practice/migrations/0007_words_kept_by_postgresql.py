"""PostgreSQL keeps the words of each text beside it; SQLite has had them in a table of their own since 0005."""

from django.db import migrations

from dueregard.practice import fulltext


def forwards(apps, schema_editor):
    for statement in fulltext.KEEP_WORDS.get(schema_editor.connection.vendor, ()):
        schema_editor.execute(statement)


def backwards(apps, schema_editor):
    for statement in fulltext.FORGET_WORDS.get(schema_editor.connection.vendor, ()):
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("practice", "0006_shared_by_another_provider")]
    operations = [migrations.RunPython(forwards, backwards)]
