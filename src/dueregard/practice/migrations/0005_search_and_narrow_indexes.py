"""The full-text index of the hub, and indexes from which its pages are counted without reading the texts."""

from django.db import migrations, models

from dueregard.practice import fulltext


def forwards(apps, schema_editor):
    for statement in fulltext.MAKE[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def backwards(apps, schema_editor):
    for statement in fulltext.REMOVE[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("practice", "0004_pictures")]
    operations = [
        migrations.AddIndex(
            model_name="casestudy",
            index=models.Index(fields=["id", "status", "short_of", "illustration"], name="practice_counted"),
        ),
        migrations.AddIndex(
            model_name="casestudy",
            index=models.Index(fields=["status", "-changed_at", "id"], name="practice_newest"),
        ),
        migrations.AddIndex(
            model_name="casestudy",
            index=models.Index(fields=["status", "kind", "title"], name="practice_by_kind"),
        ),
        migrations.AddIndex(
            model_name="casestudy",
            index=models.Index(
                fields=["short_of"],
                condition=models.Q(short_of__isnull=False),
                name="practice_short_forms",
            ),
        ),
        migrations.AddIndex(
            model_name="casestudy",
            index=models.Index(
                fields=["same_as"], condition=models.Q(same_as__isnull=False), name="practice_linked"
            ),
        ),
        migrations.RunPython(forwards, backwards),
    ]
