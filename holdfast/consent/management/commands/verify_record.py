"""The `verify_record` command."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from holdfast.consent.checking import HeadsUnreadable, What, check_record

SAID = {
    What.CHANGED: "Line {number} of the record is not what was written: it was changed, or stands in the wrong place.",
    What.MISSING: "Line {number} of the record is missing: it was taken out, or an older copy was put back.",
    What.NOT_AS_PUBLISHED: "Line {number} of the record is not the line that was published: the record was rewritten.",
}


class Command(BaseCommand):
    """Check every line of the record of grants and looks; name the first that is wrong."""

    help = "Check every line of the record of grants and looks; name the first that is wrong."

    def handle(self, *args: Any, **options: Any) -> None:
        """One sentence; exit code 1 when a line is wrong."""
        try:
            checked = check_record()
        except HeadsUnreadable as refusal:
            raise CommandError(
                f"Line {refusal.line} of the file of published heads is none. See HOLDFAST_RECORD_HEADS."
            ) from None
        if checked.fault:
            raise CommandError(SAID[checked.fault.what].format(number=checked.fault.number))
        self.stdout.write(f"The record is whole: {checked.lines} lines.")
