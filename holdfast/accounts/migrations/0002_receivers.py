from django.db import migrations


def write_receivers(apps, editor):
    """Notices speak the language of the account and keep to its zone. Safe to repeat."""
    person, receiver = apps.get_model("accounts", "Person"), apps.get_model("notices", "Receiver")
    rows = person.objects.values_list("pk", "time_zone", "language")
    receivers = [receiver(pk=pk, time_zone=zone, language=language) for pk, zone, language in rows.iterator()]
    receiver.objects.bulk_create(receivers, batch_size=500, ignore_conflicts=True)


class Migration(migrations.Migration):
    """Everybody who has an account already receives notices."""

    dependencies = [("accounts", "0001_first"), ("notices", "0003_places_and_links")]

    operations = [migrations.RunPython(write_receivers, migrations.RunPython.noop)]
