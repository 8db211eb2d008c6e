"""What somebody can do themselves, which stands before every offer to call someone. Another app keeps it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from holdfast.accounts.models import Person

OwnSteps = Callable[[Person], Sequence[str]]
_KEPT: list[OwnSteps] = []


def own_first(steps: OwnSteps) -> None:
    """Here the first steps of one's own list are read. They must be few and cheap: the page of a hard moment asks."""
    _KEPT.append(steps)


def own_steps(person: Person) -> tuple[str, ...]:
    """The first steps of the person's own list, in their words."""
    return tuple(step for steps in _KEPT for step in steps(person))
