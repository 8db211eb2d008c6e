import holdfast.sealing.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('checkins', '0001_first'),
    ]

    operations = [
        migrations.AddField(
            model_name='counter',
            name='kept_days',
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='setback',
            name='words',
            field=holdfast.sealing.fields.SealedTextField(default=b''),
        ),
        migrations.AddField(
            model_name='setback',
            name='told_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='amount',
            name='counts',
            field=models.BooleanField(default=False),
        ),
    ]
