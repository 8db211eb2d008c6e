"""TRUNCATE is refused, and the end of the record is sealed, so that it can be neither set back nor cut unseen."""

from django.db import migrations, models

from holdfast.consent.seals import BEGINNING, end_seal

FUNCTION = """
CREATE OR REPLACE FUNCTION consent_entry_refuse_truncate() RETURNS trigger AS $$
BEGIN
  IF current_setting('holdfast.emptying', true) IS DISTINCT FROM 'on' THEN
    RAISE EXCEPTION 'the record is append-only';
  END IF;
  RETURN NULL;
END;
$$ LANGUAGE plpgsql
"""
TRIGGER = """
CREATE TRIGGER consent_entry_no_truncate BEFORE TRUNCATE ON consent_entry
FOR EACH STATEMENT EXECUTE FUNCTION consent_entry_refuse_truncate()
"""


def guard(apps, schema_editor):
    """PostgreSQL only: SQLite has no such statement. Tests, which empty their database, say so in the connection."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(FUNCTION)
        schema_editor.execute(TRIGGER)


def unguard(apps, schema_editor):
    """Take the trigger away."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP TRIGGER IF EXISTS consent_entry_no_truncate ON consent_entry")
        schema_editor.execute("DROP FUNCTION IF EXISTS consent_entry_refuse_truncate()")


def seal_end(apps, schema_editor):
    """What is there is taken as it stands, where the end fits the last line."""
    entries = apps.get_model("consent", "Entry").objects.order_by("-number").values_list("number", "mac")
    number, mac = entries.first() or (0, BEGINNING)
    heads = apps.get_model("consent", "Head").objects
    for head in heads.filter(pk=1):
        if (head.number, bytes(head.mac)) == (number, bytes(mac)):
            heads.filter(pk=1).update(seal=end_seal(number, bytes(mac), b""))


class Migration(migrations.Migration):
    dependencies = [("consent", "0030_breaker_no_replace")]
    operations = [
        migrations.AddField("head", "published", models.BinaryField(default=b"", max_length=32)),
        migrations.AddField("head", "seal", models.BinaryField(default=b"", max_length=32)),
        migrations.AlterField(
            "entry",
            "verb",
            models.CharField(
                choices=[
                    ("given", "Given"),
                    ("narrowed", "Narrowed"),
                    ("renewed", "Renewed"),
                    ("revoked", "Revoked"),
                    ("ran_out", "Ran Out"),
                    ("looked", "Looked"),
                    ("took", "Took"),
                    ("refused", "Refused"),
                    ("emergency", "Emergency"),
                    ("emergency_ended", "Emergency Ended"),
                    ("restricted", "Restricted"),
                    ("lifted", "Lifted"),
                    ("broken", "Broken"),
                ],
                max_length=16,
            ),
        ),
        migrations.RunPython(seal_end, migrations.RunPython.noop),
        migrations.RunPython(guard, unguard),
    ]
