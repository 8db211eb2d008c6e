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
    Item.RECOVERY_PLAN: _("Plan for my way"),
    Item.NETWORK: _("Map of my people"),
    Item.CHECK_INS: _("How I am each day"),
    Item.DAYS: _("Days I count"),
    Item.GOALS: _("Goals"),
    Item.MEASURES: _("Answers to measures"),
    Item.ATTENDANCE: _("Meetings I went to"),
}
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
