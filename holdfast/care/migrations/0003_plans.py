from django.db import migrations, models

import holdfast.sealing.fields


class Migration(migrations.Migration):
    dependencies = [("care", "0002_recovery_plan")]

    operations = [
        migrations.AddField("safetyplan", "changed_at", models.DateTimeField(blank=True, null=True)),
        migrations.AddField("recoveryplan", "changed_at", models.DateTimeField(blank=True, null=True)),
        migrations.AddField("proposal", "before", holdfast.sealing.fields.SealedTextField(default=b"")),
    ]
