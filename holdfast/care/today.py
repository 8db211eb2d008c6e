"""What the first page needs of the plan: a word when it is time to look it over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from holdfast.accounts.models import Person
from holdfast.asks.access import hard_moments_of
from holdfast.care.access import safety_plan_of
from holdfast.care.models import SafetyPlan
from holdfast.care.words import WHYS
from holdfast.checkins.models import HardMoment
from holdfast.domain.safety_plan import Why, review_due


@dataclass(frozen=True, slots=True)
class ReviewDue:
    """One small thing: what to do, why, and where."""

    title: str
    reason: str | Promise
    url: str


def review_waiting(person: Person, *, now: datetime) -> ReviewDue | None:
    """Offered on the first page while it is due; nothing before a plan is begun."""
    plan = safety_plan_of(person)
    why = why_review(plan, now=now) if plan else None
    return ReviewDue(_("Look your plan over"), WHYS[why], reverse("plan_review")) if why else None


def why_review(plan: SafetyPlan, *, now: datetime) -> Why | None:
    """Why this plan is to be looked over now, if it is."""
    return review_due(looked_at(plan), _hard_at(plan.person), now)


def looked_at(plan: SafetyPlan) -> datetime:
    """When the person last looked it over, or began it."""
    return plan.reviewed_at or plan.created_at


def _hard_at(person: Person) -> datetime | None:
    """The latest hard moment: written down, or asked in."""
    rows = (HardMoment.objects.filter(person=person).order_by(), hard_moments_of(person).order_by())
    found = [row.aggregate(at=Max("created_at"))["at"] for row in rows]
    return max(filter(None, found), default=None)
