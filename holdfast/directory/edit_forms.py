"""What a group or an operator says about a listing: what it is, where, for whom, and to whom its link is shown."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from holdfast.accounts.forms import time_zones
from holdfast.directory.line_words import language_words
from holdfast.directory.words import ATTENDANCE, KINDS, fellowship_name
from holdfast.domain.meetings.fellowships import FELLOWSHIPS
from holdfast.domain.meetings.kinds import Kind
from holdfast.domain.meetings.meeting import Attendance, Category, Joining, Meeting
from holdfast.web.forms import LongSelect, offer

LANGUAGES = frozenset(
    {"ar", "bn", "cs", "da", "de", "el", "en", "es", "fa", "fi", "fr", "he", "hi", "hr", "hu", "is", "it", "ja", "ko"}
    | {"lt", "ml", "mt", "ne", "nl", "no", "pa", "pl", "pt", "ru", "sk", "sl", "sv", "th", "tl", "tr", "uk", "vi", "zh"}
)
"""Offered in the form; others that a feed named are offered where they are."""
SPOT = re.compile(r"\s*(-?\d{1,2}(?:\.\d+)?)\s*[,;]\s*(-?\d{1,3}(?:\.\d+)?)\s*")
LINES = forms.Textarea({"rows": 3})
TEXTS = (
    *("name", "location", "address", "city", "state", "postal_code", "country", "location_notes", "conference_url"),
    *("conference_url_notes", "conference_phone", "conference_phone_notes", "conference_password", "notes"),
    *("first_visit", "organization", "eligibility", "cost", "next_step", "moderation", "phone", "email", "url"),
)
WHERE = (
    *("attendance", "location", "address", "city", "state", "postal_code", "country"),
    *("location_notes", "spot", "zone"),
)
ONLINE = (
    *("conference_url", "conference_url_notes", "conference_phone", "conference_phone_notes"),
    *("conference_password", "joining"),
)
FOR_ALL = {"more": ("notes", "first_visit"), "who": ("kinds", "languages")}
PARTS: Mapping[Category, Mapping[str, tuple[str, ...]]] = {
    Category.MEETING: {
        "what": ("name", "fellowship", "organization", "url"),
        "where": WHERE,
        "online": ONLINE,
        **FOR_ALL,
    },
    Category.SERVICE: {
        "what": ("name", "organization", "eligibility", "cost", "next_step", "phone", "email", "url"),
        "where": WHERE,
        **FOR_ALL,
    },
    Category.COMMUNITY: {
        "what": ("name", "fellowship", "organization", "url", "moderation", "next_step", "cost"),
        **FOR_ALL,
    },
}
"""The parts of the form, by what the listing is."""


class ListingForm(forms.Form):
    """Everything about a listing but its times."""

    name = forms.CharField(label=_("Name"), max_length=200, help_text=_("As the group calls itself. No day, no time."))
    fellowship = forms.ChoiceField(label=_("Programme"), required=False)
    organization = forms.CharField(
        label=_("Who stands behind it"), required=False, max_length=200, help_text=_("An area office or a provider.")
    )
    eligibility = forms.CharField(
        label=_("Who it is for"),
        required=False,
        max_length=1000,
        widget=LINES,
        help_text=_("Who may come, in plain words."),
    )
    cost = forms.CharField(
        label=_("What it costs"), required=False, max_length=500, help_text=_("Write “free” if it is free.")
    )
    next_step = forms.CharField(
        label=_("What to do first"), required=False, max_length=500, help_text=_("Call, walk in, send a form.")
    )
    moderation = forms.CharField(
        label=_("Who looks after it, and how"),
        required=False,
        max_length=1000,
        widget=LINES,
        help_text=_("Who reads along, what they take down, how to reach them."),
    )
    phone = forms.CharField(
        label=_("Phone"), required=False, max_length=50, help_text=_("Of the service, never of one person.")
    )
    email = forms.EmailField(label=_("E-mail"), required=False)
    url = forms.URLField(label=_("Its own page"), required=False, max_length=500, assume_scheme="https")
    attendance = forms.ChoiceField(
        label=_("How one takes part"),
        choices=[(one.value, ATTENDANCE[one]) for one in Attendance],
        widget=forms.RadioSelect,
    )
    location = forms.CharField(
        label=_("Place"), required=False, max_length=200, help_text=_("What stands on the door.")
    )
    address = forms.CharField(label=_("Street and number"), required=False, max_length=300)
    city = forms.CharField(label=_("Town"), required=False, max_length=100)
    state = forms.CharField(label=_("State or region"), required=False, max_length=100)
    postal_code = forms.CharField(label=_("Postal code"), required=False, max_length=20)
    country = forms.CharField(label=_("Country"), required=False, max_length=100)
    location_notes = forms.CharField(
        label=_("How to find the room"),
        required=False,
        max_length=2000,
        widget=LINES,
        help_text=_("Which door, which floor, is there a step."),
    )
    spot = forms.CharField(
        label=_("Point on the map"),
        required=False,
        max_length=60,
        help_text=_("Latitude and longitude, such as 41.88, -87.63. Left empty, we take the middle of the town."),
    )
    zone = forms.ChoiceField(label=_("Time zone"), required=False, widget=LongSelect)
    conference_url = forms.URLField(
        label=_("Link"), required=False, max_length=1000, assume_scheme="https", help_text=_("Your own server is fine.")
    )
    conference_url_notes = forms.CharField(label=_("About the link"), required=False, max_length=500)
    conference_phone = forms.CharField(
        label=_("Number to join by phone"), required=False, max_length=100, help_text=_("Digits and , * # for codes.")
    )
    conference_phone_notes = forms.CharField(label=_("About the number"), required=False, max_length=500)
    conference_password = forms.CharField(label=_("Password"), required=False, max_length=100)
    joining = forms.ChoiceField(
        label=_("Who sees the link, the number and the password"),
        choices=[
            (Joining.OPEN.value, _("Everybody")),
            (Joining.MEMBERS.value, _("People with an account here")),
            (Joining.ASK.value, _("Nobody: people ask the group")),
        ],
        widget=forms.RadioSelect,
    )
    kinds = forms.MultipleChoiceField(
        label=_("What kind"),
        required=False,
        choices=[(kind.value, KINDS[kind]) for kind in Kind],
        widget=forms.CheckboxSelectMultiple,
    )
    languages = forms.MultipleChoiceField(label=_("Languages"), required=False, widget=forms.CheckboxSelectMultiple)
    notes = forms.CharField(label=_("Good to know"), required=False, max_length=4000, widget=LINES)
    first_visit = forms.CharField(
        label=_("For somebody who comes for the first time"),
        required=False,
        max_length=2000,
        widget=LINES,
        help_text=_("What happens, who says hello, what one may leave out."),
    )

    def __init__(self, data: Any = None, *, meeting: Meeting) -> None:
        super().__init__(data, initial=_initial(meeting))
        self._meeting = meeting
        wanted = {name for names in PARTS[meeting.category].values() for name in names}
        for name in self.fields.keys() - wanted:
            del self.fields[name]
        self._offer("fellowship", [("", _("None of these")), *_fellowships()])
        self._offer("zone", [("", _("The one of the place")), *time_zones()])
        self._offer("languages", _languages(meeting))

    def _offer(self, name: str, choices: list[tuple[str, Any]]) -> None:
        if name in self.fields:
            offer(self, name, choices)

    def parts(self) -> dict[str, list[forms.BoundField]]:
        """The fields, part by part."""
        parts = PARTS[self._meeting.category]
        return {part: [self[name] for name in names] for part, names in parts.items()}

    def clean_conference_phone(self) -> str:
        """What a phone can dial."""
        number: str = re.sub(r"[\s().-]", "", self.cleaned_data["conference_phone"])
        if number and not re.fullmatch(r"\+?[\d,*#;]{3,60}", number):
            raise forms.ValidationError(_("Enter a number that a phone can dial, such as +13125550143,,123#."))
        return number

    def clean_spot(self) -> tuple[float, float] | None:
        """A position on the globe, or none."""
        text = self.cleaned_data["spot"]
        if not text:
            return None
        found = SPOT.fullmatch(text)
        if not found or abs(float(found[1])) > 90 or abs(float(found[2])) > 180:
            raise forms.ValidationError(_("Enter two numbers with a comma between them, such as 41.88, -87.63."))
        return float(found[1]), float(found[2])

    def meeting(self) -> Meeting:
        """The meeting with what was typed."""
        typed = self.cleaned_data
        said = {name: typed[name].replace("\r\n", "\n") for name in TEXTS if name in typed}
        found = replace(self._meeting, **said)
        found = replace(
            found,
            kinds=frozenset(Kind(one) for one in typed["kinds"]),
            languages=frozenset(typed["languages"]),
            joining=Joining(typed.get("joining", found.joining)),
            attendance=Attendance(typed.get("attendance", Attendance.ONLINE)),
        )
        if "fellowship" in typed:
            found = replace(found, fellowship=typed["fellowship"] or None)
        return _at(found, typed) if "spot" in typed else found


def _at(meeting: Meeting, typed: Mapping[str, Any]) -> Meeting:
    """With the position and the zone that were typed; an unchanged position stays as exact as it was."""
    spot = typed["spot"]
    if _spot(meeting) != (f"{spot[0]}, {spot[1]}" if spot else ""):
        latitude, longitude = spot or (None, None)
        meeting = replace(meeting, latitude=latitude, longitude=longitude, is_approximate=False)
    if typed["zone"]:
        return replace(meeting, zone=typed["zone"], zone_is_stated=True)
    return replace(meeting, zone=None, zone_is_stated=False) if meeting.zone_is_stated else meeting


def _initial(meeting: Meeting) -> dict[str, Any]:
    return {
        **{name: getattr(meeting, name) for name in TEXTS},
        "fellowship": meeting.fellowship or "",
        "attendance": meeting.attendance.value,
        "joining": meeting.joining.value,
        "kinds": [kind.value for kind in Kind if kind in meeting.kinds],
        "languages": sorted(meeting.languages),
        "spot": _spot(meeting),
        "zone": meeting.zone if meeting.zone and meeting.zone_is_stated else "",
    }


def _spot(meeting: Meeting) -> str:
    known = meeting.latitude is not None and meeting.longitude is not None and not meeting.is_approximate
    return f"{meeting.latitude}, {meeting.longitude}" if known else ""


def _fellowships() -> list[tuple[str, str]]:
    return sorted(
        ((code, fellowship_name(code)) for code in FELLOWSHIPS if fellowship_name(code)), key=lambda one: one[1]
    )


def _languages(meeting: Meeting) -> list[tuple[str, Any]]:
    codes = sorted({*LANGUAGES, *meeting.languages})
    return sorted(((code, language_words(code)) for code in codes), key=lambda one: str(one[1]).lower())
