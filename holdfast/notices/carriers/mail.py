"""Mail, through the operator's server."""

from __future__ import annotations

import smtplib
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

from holdfast.notices.carriers.message import Message, Refused, Unreachable

LETTERS = 50
"""Over one connection."""
CLOSING = 421
"""The server says goodbye instead of an answer (RFC 5321)."""
OURS = (smtplib.SMTPServerDisconnected, smtplib.SMTPConnectError, smtplib.SMTPHeloError)
OURS_TOO = (smtplib.SMTPAuthenticationError, smtplib.SMTPSenderRefused, smtplib.SMTPNotSupportedError)


class MailCarrier:
    """Keeps a connection for some letters: servers take only so many over one."""

    def __init__(self) -> None:
        self._connection: Any = None
        self._left = 0

    def carry(self, message: Message) -> None:
        """A letter with a plain text and nothing else."""
        try:
            if self._left == 0:
                self._open()
            self._left -= 1
            letter_of(message, self._connection).send()
        except Exception as error:
            self.close()
            raise _meaning(error) from error

    def _open(self) -> None:
        self.close()
        self._connection, self._left = get_connection(), LETTERS
        self._connection.open()

    def close(self) -> None:
        """Say goodbye to the server; one that is gone already is not missed."""
        connection, self._connection, self._left = self._connection, None, 0
        if connection is not None:
            connection.fail_silently = True
            connection.close()


def letter_of(message: Message, connection: Any = None) -> EmailMessage:
    """The letter. A second copy after a crash has the same Message-ID."""
    host = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2]
    headers = {"Message-ID": f"<{message.id}@{host}>", "Auto-Submitted": "auto-generated"}
    return EmailMessage(message.subject, message.body, None, [message.address], headers=headers, connection=connection)


def _meaning(error: Exception) -> Exception:
    """Trouble with the server, or with this letter."""
    is_ours = isinstance(error, (*OURS, *OURS_TOO)) or CLOSING in _codes(error)
    is_net = isinstance(error, OSError) and not isinstance(error, smtplib.SMTPException)
    return Unreachable(type(error).__name__) if is_ours or is_net else Refused(type(error).__name__)


def _codes(error: Exception) -> set[int]:
    if isinstance(error, smtplib.SMTPResponseException):
        return {error.smtp_code}
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return {code for code, _ in error.recipients.values()}
    return set()
