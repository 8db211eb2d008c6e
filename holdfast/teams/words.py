"""The words people see for roles of workers, items and purposes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from holdfast.domain.consent import Item, Purpose
from holdfast.domain.network import SECTOR_OF, Role, Sector
from holdfast.network.words import ROLES

Words = Mapping[Any, Any]
"""A value -> its words, translated when they are shown."""

WORKER_ROLES: Words = {
    role: ROLES[role]
    for role in (
        *(role for role in Role if SECTOR_OF[role] is Sector.PROFESSIONALS),
        Role.PEER_WORKER,
        Role.VOLUNTEER,
    )
}
"""What a worker of a programme can be."""

ITEMS: Words = {
    Item.SAFETY_PLAN: _("Plan for a hard hour"),
    Item.RECOVERY_PLAN: _("Recovery plan"),
    Item.NETWORK: _("Map"),
    Item.CHECK_INS: _("Check-ins"),
    Item.DAYS: _("Days"),
    Item.GOALS: _("Goals"),
    Item.MEASURES: _("Measures"),
    Item.ATTENDANCE: _("Groups and visits"),
}

PURPOSES: Words = {
    Purpose.AT_MY_REQUEST: _("because they want you to know"),
    Purpose.CARE: _("for the work together"),
    Purpose.REFERRAL: _("for a referral"),
    Purpose.HARD_MOMENT: _("for hard moments"),
}

SLUGS: Mapping[Item, str] = {
    Item.SAFETY_PLAN: "plan",
    Item.RECOVERY_PLAN: "way",
    Item.NETWORK: "map",
    Item.CHECK_INS: "check-ins",
    Item.DAYS: "days",
    Item.GOALS: "goals",
    Item.MEASURES: "measures",
    Item.ATTENDANCE: "visits",
}
"""What stands in an address: it tells nothing to whoever reads along."""
ITEM_OF: Mapping[str, Item] = {slug: item for item, slug in SLUGS.items()}
