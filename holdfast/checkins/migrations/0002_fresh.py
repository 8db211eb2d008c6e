"""The day a fresh start began."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("checkins", "0001_first")]

    operations = [
        migrations.AddField("wishes", "fresh_on", models.DateField(blank=True, null=True)),
    ]
