"""What check-ins show on the first page: how am I, and what this hour asks about, where it is wanted."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from holdfast.accounts.models import Person
from holdfast.checkins.check_forms import CheckInForm
from holdfast.checkins.daybook import part_to_ask
from holdfast.checkins.feelings import is_awaited_today
from holdfast.checkins.wishes import wishes_of


def check_in_here(person: Person, *, now: datetime) -> dict[str, Any]:
    """For the template `checkins/_today.html`."""
    wishes = wishes_of(person)
    return {
        "check_in": CheckInForm(with_urge=wishes.with_urge),
        "part": part_to_ask(person, wishes=wishes, now=now),
        "watch": is_awaited_today(person, now=now),
    }
