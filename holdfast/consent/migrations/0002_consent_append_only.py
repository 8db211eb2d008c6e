"""The record is append-only: the database itself refuses to change a line or to take one out."""

from django.db import migrations

NAMES = ("update", "delete")

FUNCTION = """
CREATE OR REPLACE FUNCTION consent_entry_refuse() RETURNS trigger AS $$
BEGIN RAISE EXCEPTION 'the record is append-only'; END;
$$ LANGUAGE plpgsql
"""


def guard(apps, schema_editor):
    """A trigger before each update and delete. Emptying the whole database with `flush` passes (see docs/sharing.md)."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(FUNCTION)
        for name in NAMES:
            schema_editor.execute(
                f"CREATE TRIGGER consent_entry_no_{name} BEFORE {name.upper()} ON consent_entry "
                "FOR EACH ROW EXECUTE FUNCTION consent_entry_refuse()"
            )
    else:
        for name in NAMES:
            schema_editor.execute(
                f"CREATE TRIGGER consent_entry_no_{name} BEFORE {name.upper()} ON consent_entry "
                "BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END"
            )


def unguard(apps, schema_editor):
    """Take the triggers away."""
    of = " ON consent_entry" if schema_editor.connection.vendor == "postgresql" else ""
    for name in NAMES:
        schema_editor.execute(f"DROP TRIGGER IF EXISTS consent_entry_no_{name}{of}")
    if of:
        schema_editor.execute("DROP FUNCTION IF EXISTS consent_entry_refuse()")


class Migration(migrations.Migration):
    dependencies = [("consent", "0001_first")]
    operations = [migrations.RunPython(guard, unguard)]
