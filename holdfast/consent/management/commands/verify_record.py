"""The `verify_record` command."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from holdfast.consent.checking import What, check_record
from holdfast.consent.heads import HeadsUnreadable, Published, read_heads

SAID = {
    What.CHANGED: "Line {number} of the record is not what was written: it was changed, or stands in the wrong place.",
    What.MISSING: "Line {number} of the record is missing: it was taken out, or an older copy was put back.",
    What.NOT_AS_PUBLISHED: "Line {number} of the record is not the line that was published: the record was rewritten.",
    What.END_CHANGED: "From line {number} on the record is not what was written: its end was changed, cut or set back.",
    What.BROKEN: "Line {number} of the record says that the record was found broken there: lines before it were cut "
    "or changed, or the published heads were.",
    What.HEAD_CHANGED: "Line {number} of the file of published heads is not what was published, or one before it is "
    "gone.",
    What.HEADS_MISSING: "Line {number} of the file of published heads is missing: the file was cut, or is another.",
}


class Command(BaseCommand):
    """Check every line of the record of grants and looks; name the first that is wrong."""

    help = "Check every line of the record of grants and looks; name the first that is wrong."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Heads that somebody kept; and from where, once a wrong line was looked into."""
        parser.add_argument("--kept", metavar="FILE", help="heads that somebody kept elsewhere; - reads them from here")
        parser.add_argument(
            "--after", metavar="N", type=int, default=0, help="begin after this line, of which you know"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """One sentence; exit code 1 when a line is wrong."""
        kept = _kept(options["kept"]) if options["kept"] else []
        try:
            checked = check_record(after=options["after"], kept=kept)
        except HeadsUnreadable as refusal:
            raise CommandError(
                f"Line {refusal.line} of the file of published heads is none. See HOLDFAST_RECORD_HEADS."
            ) from None
        if checked.fault:
            raise CommandError(SAID[checked.fault.what].format(number=checked.fault.number))
        self.stdout.write(f"The record is whole: {checked.lines} lines.")


def _kept(name: str) -> list[Published]:
    try:
        return read_heads((sys.stdin.read() if name == "-" else Path(name).read_text()).splitlines())
    except OSError:
        raise CommandError(f"There is no file {name}.") from None
    except HeadsUnreadable as refusal:
        raise CommandError(f"Line {refusal.line} of what was kept is no head.") from None
