"""The parts of a recovery plan, and what can be proposed to one.

The parts follow what wellness and recovery planning has in common (needs, goals, what helps, daily maintenance,
triggers, early signs, who does what when I cannot decide); the wording is our own.
"""

from __future__ import annotations

from enum import StrEnum


class Part(StrEnum):
    """The parts, in the order in which they are read."""

    NEEDS = "needs"
    GOALS = "goals"
    STRATEGIES = "strategies"
    DAILY = "daily"
    TRIGGERS = "triggers"
    SIGNS = "signs"
    WHO_DECIDES = "who_decides"
    WISHES = "wishes"


class Change(StrEnum):
    """What somebody proposes: a new line, other words for one, or to leave one out."""

    ADD = "add"
    EDIT = "edit"
    REMOVE = "remove"


class Answer(StrEnum):
    """What the person did with a proposal."""

    OPEN = "open"
    ACCEPTED = "accepted"
    EDITED = "edited"
    """Taken in the person's own words."""
    LEFT = "left"
    WITHDRAWN = "withdrawn"
    """By whoever proposed it."""
