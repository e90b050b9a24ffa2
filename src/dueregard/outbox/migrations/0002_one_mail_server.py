"""The one row that knows whether the mail server answers."""

from django.db import migrations


def make(apps, schema_editor):
    apps.get_model("outbox", "MailServer").objects.create(pk=1)


class Migration(migrations.Migration):
    dependencies = [("outbox", "0001_messages")]
    operations = [migrations.RunPython(make, migrations.RunPython.noop, elidable=False)]
