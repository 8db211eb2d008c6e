"""The plan where support is asked for, and in the copy that works without a network."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.urls import reverse

from holdfast.accounts.models import Person
from holdfast.asks.own_plan import OwnPlan
from holdfast.care.models import SafetyPlan
from holdfast.care.queries import plan_shown

TEMPLATE = "care/_walk.html"


def plan_for_now(person: Person) -> OwnPlan | None:
    """Where it is walked through; None before it is begun."""
    if not SafetyPlan.objects.filter(person=person).exists():
        return None
    return OwnPlan(reverse("plan_walk"), TEMPLATE, _for_the_copy)


def _for_the_copy(person: Person, now: datetime) -> dict[str, Any]:
    """A copy may be read at another hour, so it says no hour that holds only now."""
    return {"plan": plan_shown(person, now=None)}
