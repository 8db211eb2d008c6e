"""Everything a person keeps in the care app: out as plain values, in again, or gone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from holdfast.accounts.models import Person
from holdfast.accounts.rows import CannotLoad, Loading, Parts
from holdfast.care.models import (
    PlanLine,
    Proposal,
    RecoveryHelper,
    RecoveryLine,
    RecoveryPlan,
    RecoveryVersion,
    SafetyPlan,
)
from holdfast.care.versions import lines_in

__all__ = ["CannotLoad", "dump", "erase", "has_anything", "load"]


def _can_be_read(row: Any) -> None:
    """A version that cannot be read could never be taken back."""
    lines_in(row)


PARTS = Parts(
    {
        "plans": SafetyPlan,
        "plan_lines": PlanLine,
        "recovery_plans": RecoveryPlan,
        "recovery_lines": RecoveryLine,
        "recovery_helpers": RecoveryHelper,
        "recovery_versions": RecoveryVersion,
        "proposals": Proposal,
    },
    {RecoveryVersion: _can_be_read},
)


def dump(person: Person) -> dict[str, Any]:
    """Everything the person keeps here, as plain values."""
    return PARTS.dump(person)


def load(*, person: Person, data: Mapping[str, Any], now: datetime, loading: Loading) -> int:
    """Write it as the person's own. Raises CannotLoad and then changes nothing."""
    return PARTS.load(data=data, loading=loading)


def erase(person: Person) -> None:
    """Delete everything the person keeps here."""
    PARTS.erase(person)


def has_anything(person: Person) -> bool:
    """Whether the person keeps anything here yet."""
    return PARTS.has_anything(person)
