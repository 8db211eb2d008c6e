"""What the first page needs of the plans: a word when it is time to look one over, or when something is proposed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, Max, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from holdfast.accounts.models import Person
from holdfast.asks.access import hard_moments_of
from holdfast.care.models import Proposal, RecoveryPlan, SafetyPlan
from holdfast.care.recovery_words import WHYS as WAY_WHYS
from holdfast.care.words import WHYS
from holdfast.checkins.models import HardMoment
from holdfast.domain.recovery_plan import Answer
from holdfast.domain.safety_plan import Why, review_due

PROPOSED = gettext_lazy("You decide: take it, say it in your own words, or leave it.")


@dataclass(frozen=True, slots=True)
class ReviewDue:
    """One small thing: what to do, why, and where."""

    title: str
    reason: str | Promise
    url: str


def review_waiting(person: Person, *, now: datetime) -> ReviewDue | None:
    """Offered on the first page while it is due; nothing before a plan is begun. One at a time, that for a hard hour
    first."""
    safety, way, is_proposed = _standing(person)
    hard_at = _hard_at(person) if safety or way else None
    if safety and (why := review_due(safety, hard_at, now)):
        return ReviewDue(_("Look your plan over"), WHYS[why], reverse("plan_review"))
    if is_proposed:
        return ReviewDue(_("Something is proposed for your recovery plan"), PROPOSED, reverse("way_proposed"))
    if way and (why := review_due(way, hard_at, now)):
        return ReviewDue(_("Look your recovery plan over"), WAY_WHYS[why], reverse("way_review"))
    return None


def _standing(person: Person) -> tuple[datetime | None, datetime | None, bool]:
    """When each plan was last looked over, or begun, and whether something is proposed: one read, on every first page.
    None is a plan that is not begun."""
    plans = (
        Subquery(model.objects.filter(person=OuterRef("pk")).values(at=Coalesce("reviewed_at", "created_at"))[:1])
        for model in (SafetyPlan, RecoveryPlan)
    )
    open_ = Exists(Proposal.objects.filter(person=OuterRef("pk"), answer=Answer.OPEN))
    found: tuple[datetime | None, datetime | None, bool] = (
        Person.objects.filter(pk=person.pk).values_list(*plans, open_).get()
    )
    return found


def why_review(plan: SafetyPlan, *, now: datetime) -> Why | None:
    """Why this plan is to be looked over now, if it is."""
    return review_due(looked_at(plan), _hard_at(plan.person), now)


def why_way_review(plan: RecoveryPlan, *, now: datetime) -> Why | None:
    """The same for the recovery plan."""
    return review_due(looked_at(plan), _hard_at(plan.person), now)


def looked_at(plan: SafetyPlan | RecoveryPlan) -> datetime:
    """When the person last looked it over, or began it."""
    return plan.reviewed_at or plan.created_at


def _hard_at(person: Person) -> datetime | None:
    """The latest hard moment: written down, or asked in."""
    rows = (HardMoment.objects.filter(person=person).order_by(), hard_moments_of(person).order_by())
    found = [row.aggregate(at=Max("created_at"))["at"] for row in rows]
    return max(filter(None, found), default=None)
