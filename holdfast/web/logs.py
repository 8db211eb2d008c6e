"""What is written to the log of the host: never a secret address, for whoever reads it could open what it opens."""

from __future__ import annotations

import logging
import re

SECRET = re.compile(
    r"(?P<before>/u/(?:i/)?|/team/join/|/invited/|/calendar/|/confirm-email/|/reset/key/|(?<!/been)/slips/)[^/\s'\"]+"
)


class Discreet(logging.Formatter):
    """Django's own lines name the address that was asked for; the secret part of it is left out."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, with its traceback."""
        return SECRET.sub(r"\g<before>…", super().format(record))
