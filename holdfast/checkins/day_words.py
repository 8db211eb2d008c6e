"""The words of days, runs, setbacks and chips."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from holdfast.domain.days import DAY, Aim, Length, year_of

Words = Mapping[Any, Any]

AIMS: Words = {
    Aim.WITHOUT: _("Days without it"),
    Aim.LESS: _("Days with less of it"),
    Aim.MORE: _("Days with more of it"),
}
MONTHS = {183: 6, 274: 9, 548: 18}
"""Chips that stand for months."""
HOUR = timedelta(hours=1)


def days_said(days: int) -> str:
    """12 days."""
    return ngettext("%(n)s day", "%(n)s days", days) % {"n": number_format(days, force_grouping=True)}


def hours_said(over: timedelta) -> str:
    """5 hours."""
    hours = over // HOUR
    return ngettext("%(n)s hour", "%(n)s hours", hours) % {"n": hours}


def length_said(length: Length) -> str:
    """Whole days; in the first days the hours too, since they count."""
    hours = min(length.over, DAY - HOUR)
    if length.days == 0:
        return hours_said(hours) if hours >= HOUR else gettext("just begun") if length.over else days_said(0)
    if length.days < 3 and hours >= HOUR:
        return gettext("%(days)s and %(hours)s") % {"days": days_said(length.days), "hours": hours_said(hours)}
    return days_said(length.days)


def chip_said(days: int) -> str:
    """What a chip is called: 24 hours, 30 days, 6 months, 2 years."""
    if days == 1:
        return gettext("24 hours")
    if days in MONTHS:
        return gettext("%(n)s months") % {"n": MONTHS[days]}
    years = year_of(days)
    return ngettext("%(n)s year", "%(n)s years", years) % {"n": years} if years else days_said(days)


def amount_said(amount: float, unit: str) -> str:
    """2 drinks; 1.5 hours."""
    number = number_format(round(amount, 2) if amount % 1 else int(amount), force_grouping=True)
    return f"{number} {unit}".strip()


def bound_said(aim: str, bound: float | None, unit: str) -> str:
    """At most 2 drinks a day."""
    said = {"amount": amount_said(bound or 0, unit)}
    return (gettext("at most %(amount)s a day") if aim == Aim.LESS else gettext("at least %(amount)s a day")) % said
