"""SQLite's REPLACE takes a line out without asking the trigger that guards deletes: it is refused, too."""

from django.db import migrations

NAME = "consent_entry_no_replace"


def guard(apps, schema_editor):
    """PostgreSQL has no such statement: there it is an update, which is refused."""
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(
            f"CREATE TRIGGER {NAME} BEFORE INSERT ON consent_entry "
            "WHEN EXISTS (SELECT 1 FROM consent_entry WHERE number = NEW.number) "
            "BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END"
        )


def unguard(apps, schema_editor):
    """Take the trigger away."""
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {NAME}")


class Migration(migrations.Migration):
    dependencies = [("consent", "0002_consent_append_only")]
    operations = [migrations.RunPython(guard, unguard)]
