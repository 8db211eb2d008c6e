"""What else must hold at the last moment before a notice leaves: said by the app that wrote it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from holdfast.notices.models import Notice

Gate = Callable[[Notice, datetime], datetime | None]
"""When it may leave: now, later, or never (None)."""
_GATES: dict[str, Gate] = {}


def guard(word: str, gate: Gate) -> None:
    """Ask this gate about every notice whose key begins with this word."""
    _GATES[word] = gate


def passes_at(notice: Notice, now: datetime) -> datetime | None:
    """When this notice may leave, as its app sees it now; None once nobody needs it any more."""
    gate = _GATES.get(notice.unique_key.partition(":")[0])
    return gate(notice, now) if gate else now
