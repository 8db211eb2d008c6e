"""Needs people often start with: tap one instead of finding the words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from holdfast.domain.network import Area, SupportKind, Urgency


@dataclass(frozen=True, slots=True)
class Starter:
    """A need with its kind and area already said."""

    text: Promise
    kind: SupportKind
    area: Area
    urgency: Urgency = Urgency.SOON


STARTERS: Mapping[str, Starter] = {
    "talk": Starter(_("Someone to talk to"), SupportKind.EMOTIONAL, Area.FEELINGS),
    "night": Starter(_("Someone I can call at night"), SupportKind.EMOTIONAL, Area.RECOVERY, Urgency.NOW),
    "cravings": Starter(_("Help when cravings come"), SupportKind.EMOTIONAL, Area.RECOVERY, Urgency.NOW),
    "been-there": Starter(_("People who have been there"), SupportKind.SOCIAL, Area.RECOVERY),
    "word": Starter(_("Being kept to my word"), SupportKind.ACCOUNTABILITY, Area.RECOVERY),
    "medication": Starter(_("Keeping up with my medication"), SupportKind.PRACTICAL, Area.BODY),
    "rides": Starter(_("Rides to appointments"), SupportKind.PRACTICAL, Area.HEALTHCARE),
    "come-along": Starter(_("Someone to come along to an appointment"), SupportKind.PRACTICAL, Area.HEALTHCARE),
    "household": Starter(_("Help with meals, shopping or chores"), SupportKind.PRACTICAL, Area.HOME),
    "children": Starter(_("Help with my children"), SupportKind.PRACTICAL, Area.FAMILY),
    "weekends": Starter(_("Company at weekends"), SupportKind.SOCIAL, Area.COMPANY),
    "paperwork": Starter(_("Help with forms and letters"), SupportKind.INFORMATIONAL, Area.HOME),
    "treatment": Starter(_("Advice on treatment"), SupportKind.INFORMATIONAL, Area.HEALTHCARE),
    "housing": Starter(_("A safe place to live"), SupportKind.PRACTICAL, Area.HOME),
    "work": Starter(_("Finding or keeping work"), SupportKind.INFORMATIONAL, Area.WORK),
    "meaning": Starter(_("Something that gives meaning"), SupportKind.SOCIAL, Area.SPIRIT, Urgency.SOMETIME),
}
"""Rows W59, W60, W95 and W96 of what the field asks for."""

RUNGS: tuple[Promise, ...] = (
    _("Look at the page of one meeting"),
    _("Join one online, camera off, and only listen"),
    _("Stay in one for half an hour"),
    _("Say my first name"),
    _("Go in person, with someone beside me"),
    _("Talk to one person afterwards"),
    _("Go on my own"),
)
"""A gentle ladder to start from; everyone changes it to fit (W73)."""
