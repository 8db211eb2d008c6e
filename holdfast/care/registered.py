"""What this app says to others as the product starts: the plan stands where support is asked for and in the copy for no
network, and can be shared."""

from __future__ import annotations

from holdfast.asks.beside import beside
from holdfast.asks.own_plan import own_plan
from holdfast.asks.views.link import opens
from holdfast.care import shared
from holdfast.care.helper_views import shared_with_me
from holdfast.care.keeping import plan_for_now
from holdfast.care.proposal_views import proposed_behind
from holdfast.care.proposals import PROPOSED
from holdfast.consent.items import Shown, shows
from holdfast.domain.consent import Item

own_plan(plan_for_now)
opens(PROPOSED, proposed_behind)
beside(shared_with_me)
for item, shown in (
    (Item.SAFETY_PLAN, (shared.safety_plan_shared, shared.safety_plan_changed_at)),
    (Item.RECOVERY_PLAN, (shared.recovery_plan_shared, shared.recovery_plan_changed_at)),
):
    shows(item, Shown(f"care/shared_{item.value}.html", *shown))
