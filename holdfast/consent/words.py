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
    Item.RECOVERY_PLAN: _("Recovery plan"),
    Item.NETWORK: _("Map"),
    Item.CHECK_INS: _("Check-ins"),
    Item.DAYS: _("Days"),
    Item.GOALS: _("Goals"),
    Item.MEASURES: _("Measures"),
    Item.ATTENDANCE: _("Groups and visits"),
}
"""One name each, on the person's pages, on everybody else's, and in what is signed."""
ABOUT: Mapping[Item, Words] = {
    Item.SAFETY_PLAN: _("all six steps, with the people and numbers in them"),
    Item.RECOVERY_PLAN: _("all its parts, and who helps with what; no earlier versions"),
    Item.NETWORK: _("how many people and groups of each kind, and where help is thin; no names"),
    Item.CHECK_INS: _("how each week was, and how strong urges were; no notes"),
    Item.DAYS: _("the counters of the first page: this time, and in all"),
    Item.GOALS: _("goals with their steps, and the last ones reached"),
    Item.MEASURES: _("scores of the last year; no single answers"),
    Item.ATTENDANCE: _("where and when, in the last 90 days; not who else was there"),
}
"""What is in it for whoever it is shared with, said before it is shared (docs/what-others-see.md)."""
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
