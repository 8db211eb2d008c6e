"""The words of sharing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from holdfast.domain.consent import Item, Purpose

Words = Any
"""Translated when shown."""

ITEMS: Mapping[Item, Words] = {
    Item.SAFETY_PLAN: _("Plan for a hard hour"),
    Item.RECOVERY_PLAN: _("My way, a plan"),
    Item.NETWORK: _("Map of my people"),
    Item.CHECK_INS: _("How I am each day"),
    Item.DAYS: _("Days I count"),
    Item.GOALS: _("Goals"),
    Item.MEASURES: _("Answers to measures"),
    Item.ATTENDANCE: _("Meetings I went to"),
}
TITLES: Mapping[Item, Words] = {
    Item.SAFETY_PLAN: _("Plan for a hard hour"),
    Item.RECOVERY_PLAN: _("Recovery plan"),
    Item.NETWORK: _("Map"),
    Item.CHECK_INS: _("Check-ins"),
    Item.DAYS: _("Days"),
    Item.GOALS: _("Goals"),
    Item.MEASURES: _("Measures"),
    Item.ATTENDANCE: _("Groups and visits"),
}
"""What each item is called to whom it is shared with: a supporter or a worker. To the person it is theirs (ITEMS)."""
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
PURPOSES: Mapping[Purpose, Words] = {
    Purpose.AT_MY_REQUEST: _("Because I want it"),
    Purpose.CARE: _("So that we work together on my care"),
    Purpose.REFERRAL: _("So that I can be sent on to somebody else"),
    Purpose.HARD_MOMENT: _("So that they can help in a hard hour"),
}
NOTICE = _("42 CFR part 2 prohibits unauthorized use or disclosure of these records.")


def names_of_items(items: Iterable[Item]) -> str:
    """The items in the order of the list, with commas."""
    chosen = set(items)
    return ", ".join(str(ITEMS[item]) for item in Item if item in chosen)
