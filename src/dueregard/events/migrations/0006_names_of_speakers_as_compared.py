from django.db import migrations

from dueregard.events.rules.naming import name_initials, name_key


def fill_in(apps, schema_editor):  # type: ignore[no-untyped-def]
    """What follows from the names that are there."""
    speakers = apps.get_model("events", "Speaker").objects
    last = 0
    while rows := list(speakers.filter(pk__gt=last).order_by("pk")[:2000]):
        for row in rows:
            row.name_key, row.name_initials = name_key(row.name), name_initials(row.name)
        speakers.bulk_update(rows, ["name_key", "name_initials"], batch_size=200)
        last = rows[-1].pk


class Migration(migrations.Migration):
    dependencies = [("events", "0005_speakers_across_events")]

    operations = [migrations.RunPython(fill_in, migrations.RunPython.noop)]
