"""The words of every notice: one text for everything, in the receiver's language. Only an opaque token differs."""

from __future__ import annotations

import json

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext as _


def subject() -> str:
    """In the language that is active. A subject line is read by whoever holds the phone."""
    return _("You have an update")


def letter(token: str) -> str:
    """The text of a mail or of a message in a chat, in the language that is active."""
    return render_to_string("notices/letter.txt", {"link": address_of(token)})


def payload(token: str) -> str:
    """What a push carries; the words a device shows are in its own copy of our script."""
    return json.dumps({"u": token})


def address_of(token: str) -> str:
    """The whole address a token opens at."""
    return f"{settings.ADDRESS}/u/{token}/"
