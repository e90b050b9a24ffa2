"""The head row, and the triggers that let the ledger only grow."""

from django.db import migrations

from dueregard.ledger import guards


def put_up(apps, schema_editor):
    apps.get_model("ledger", "Head").objects.create(pk=1)
    for statement in guards.MAKE[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def take_down(apps, schema_editor):
    for statement in guards.REMOVE[schema_editor.connection.vendor]:
        schema_editor.execute(statement)
    apps.get_model("ledger", "Head").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_entries_and_their_head")]
    operations = [migrations.RunPython(put_up, take_down, elidable=False)]
