import uuid

import django.db.models.deletion
from django.db import migrations, models

import holdfast.sealing.fields


class Migration(migrations.Migration):
    """A notice may go to a supporter without an account, so whose it is is an id, not a row of people."""

    dependencies = [("notices", "0001_first")]

    operations = [
        migrations.AlterField("notice", "person", models.UUIDField(db_index=True, db_column="person_id")),
        migrations.RenameField("notice", "person", "person_id"),
        migrations.AlterField("notice", "person_id", models.UUIDField(db_index=True)),
    ]
