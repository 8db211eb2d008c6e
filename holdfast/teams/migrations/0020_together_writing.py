# What supporters may write, and when a message waits no longer.

import django.db.models.deletion
import holdfast.sealing.fields
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('supporters', '0001_first'),
        ('teams', '0001_first'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='SupporterMayWrite',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.AddField(
            model_name='message',
            name='settled_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='session',
            name='who_comes',
            field=holdfast.sealing.fields.SealedTextField(default=b''),
        ),
        migrations.AddIndex(
            model_name='message',
            index=models.Index(condition=models.Q(('settled_at', None)), fields=['care_team', 'created_at'], name='message_waiting'),
        ),
        migrations.AddField(
            model_name='supportermaywrite',
            name='agreement',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='supporters.agreement'),
        ),
        migrations.AddField(
            model_name='supportermaywrite',
            name='care_team',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='writers', to='teams.careteam'),
        ),
        migrations.AddField(
            model_name='supportermaywrite',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='supportermaywrite',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('care_team', 'agreement'), name='supporter_writes_once'),
        ),
    ]
