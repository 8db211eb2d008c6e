"""What else ends when a supporter leaves altogether, or when somebody else takes over what they agreed to.

Each app that keeps something of theirs says how."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from holdfast.supporters.models import Agreement, Supporter

Forget = Callable[[Supporter], None]
End = Callable[[Agreement, datetime], None]
_KEEPERS: list[Forget] = []
_ENDS: list[End] = []


def when_they_leave(forget: Forget) -> None:
    """Call this for every supporter who leaves."""
    _KEEPERS.append(forget)


def forget_all_of(supporter: Supporter) -> None:
    """Delete what other apps keep of them."""
    for forget in _KEEPERS:
        forget(supporter)


def when_another_holds(end: End) -> None:
    """Call this for every agreement that somebody else takes over: what was between the person and the one before."""
    _ENDS.append(end)


def another_holds(agreement: Agreement, now: datetime) -> None:
    """End in other apps what was for the one before and is nothing of the one who holds the new link."""
    for end in _ENDS:
        end(agreement, now)
