"""What else goes when a supporter leaves altogether: each app that keeps something of theirs says how."""

from __future__ import annotations

from collections.abc import Callable

from holdfast.supporters.models import Supporter

Forget = Callable[[Supporter], None]
_KEEPERS: list[Forget] = []


def when_they_leave(forget: Forget) -> None:
    """Call this for every supporter who leaves."""
    _KEEPERS.append(forget)


def forget_all_of(supporter: Supporter) -> None:
    """Delete what other apps keep of them."""
    for forget in _KEEPERS:
        forget(supporter)
