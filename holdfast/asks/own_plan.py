"""The person's own plan for a hard hour, where support is asked for, and in the copy for no network. Another app keeps
it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from holdfast.accounts.models import Person


@dataclass(frozen=True, slots=True)
class OwnPlan:
    """Where it is walked through, and how the copy shows it: a template, and `read`, which only the copy calls."""

    address: str
    template: str
    read: Callable[[Person, datetime], dict[str, Any]]


_KEPT: list[Callable[[Person], OwnPlan | None]] = []


def own_plan(found: Callable[[Person], OwnPlan | None]) -> None:
    """Here a person's plan is found; None where there is none. It must be cheap: the page of a hard moment asks."""
    _KEPT.append(found)


def plan_of(person: Person) -> OwnPlan | None:
    """The person's plan, if they wrote one."""
    return next((plan for found in _KEPT if (plan := found(person))), None)
