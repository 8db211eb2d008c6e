"""Who wrote a note is known without the row of whoever wrote it: a worker's note never becomes the person's."""

from django.db import migrations, models


def say(apps, schema_editor):
    """Notes that a member wrote are the team's."""
    apps.get_model("teams", "SharedNote").objects.filter(member__isnull=False).update(by_team=True)


class Migration(migrations.Migration):
    dependencies = [("teams", "0021_workers_busy")]
    operations = [
        migrations.AddField("sharednote", "by_team", models.BooleanField(default=False)),
        migrations.RunPython(say, migrations.RunPython.noop),
    ]
