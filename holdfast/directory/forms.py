"""What is typed on the search page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.dates import WEEKDAYS
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from holdfast.directory.line_words import language_words
from holdfast.directory.words import KINDS, LEFT_OUT, PATHWAYS, WHO, fellowship_name
from holdfast.domain.meetings.fellowships import Audience
from holdfast.domain.meetings.kinds import ACCESS, Kind
from holdfast.domain.meetings.meeting import Category
from holdfast.domain.meetings.query import Sort
from holdfast.web.forms import offer

NOT_TWELVE_STEP = "not-12-step"
WITHIN = (2, 5, 10, 25, 50, 100)
MILES = {2: 1, 5: 3, 10: 6, 25: 15, 50: 30, 100: 60}
"""Kilometres and about as many miles."""
WITHIN_DEFAULT = 25
MORE = ("what", "hour", "by", "kind", "without", "path", "language", "access")
WAY = "way:"
"""Before a pathway in `path`, where the rest are codes of fellowships."""
HOURS = {
    "morning": (5 * 60, 12 * 60),
    "afternoon": (12 * 60, 17 * 60),
    "evening": (17 * 60, 22 * 60),
    "night": (22 * 60, 5 * 60),
}
SPEEDS = {"foot": 4.5, "bicycle": 14.0, "bus": 18.0, "car": 40.0}
"""Kilometres an hour as the crow flies, in towns, waiting included."""
ALL, ANY = "all", "any"
WHEN = [
    ("", _("Any time")),
    ("now", _("Now and soon")),
    ("today", _("Today")),
    ("tomorrow", _("Tomorrow")),
    *((str((day + 1) % 7), capfirst(name)) for day, name in WEEKDAYS.items()),
]
"""Days are counted from Sunday, as meetings count them; the week is shown from Monday."""


ORDERS = [
    (Sort.TIME.value, _("Soonest first")),
    (Sort.DISTANCE.value, _("Nearest first")),
    (Sort.FIT.value, _("Best fit first")),
]


HOW = [("", _("In person or online")), ("in_person", _("In person")), ("online", _("Online"))]
HOUR = [
    ("", _("Any hour")),
    ("morning", _("Morning")),
    ("afternoon", _("Afternoon")),
    ("evening", _("Evening")),
    ("night", _("Night")),
]


def _kinds(kinds: tuple[Kind, ...]) -> list[tuple[str, Any]]:
    return [(kind.value, KINDS[kind]) for kind in kinds]


class FindForm(forms.Form):
    """A search. Everything is optional, and the address of the page holds all of it."""

    near = forms.CharField(
        label=_("Near"),
        required=False,
        max_length=100,
        help_text=_("A town, a city, or a ZIP code in the United States."),
    )
    place = forms.CharField(required=False, max_length=20)
    """The id of the chosen place, when several have the name."""
    within = forms.ChoiceField(
        label=_("Within"),
        required=False,
        choices=[(str(km), f"{km} km · {MILES[km]} mi") for km in WITHIN],
    )
    when = forms.ChoiceField(label=_("When"), required=False, choices=WHEN)
    how = forms.ChoiceField(
        label=_("How"),
        required=False,
        choices=HOW,
    )
    who = forms.ChoiceField(
        label=_("Who is it for?"),
        required=False,
        choices=[(Audience.OWN, _("My own recovery")), (Audience.FAMILY, _("Family and friends"))],
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=_("Looking for"), required=False, max_length=100, help_text=_("A name, a street, a language, “women”.")
    )
    what = forms.ChoiceField(
        label=_("What"),
        required=False,
        choices=[
            ("", _("Everything")),
            (Category.MEETING, _("Meetings and groups")),
            (Category.SERVICE, _("Services")),
            (Category.COMMUNITY, _("Online communities")),
        ],
    )
    hour = forms.ChoiceField(
        label=_("Time of day"),
        required=False,
        choices=HOUR,
    )
    by = forms.ChoiceField(
        label=_("Only what I can reach in time"),
        required=False,
        choices=[
            ("", _("Any")),
            ("foot", _("On foot")),
            ("bicycle", _("By bicycle")),
            ("bus", _("By bus")),
            ("car", _("By car")),
        ],
    )
    path = forms.ChoiceField(label=_("Kind of programme"), required=False)
    language = forms.ChoiceField(label=_("Language"), required=False)
    kind = forms.MultipleChoiceField(
        label=_("Kind of meeting"), required=False, choices=_kinds(WHO), widget=forms.CheckboxSelectMultiple
    )
    match = forms.ChoiceField(
        label=_("How many of these must fit"),
        required=False,
        choices=[(ALL, _("All of these")), (ANY, _("Any of these"))],
        widget=forms.RadioSelect,
    )
    without = forms.MultipleChoiceField(
        label=_("Leave out"),
        required=False,
        choices=_kinds(LEFT_OUT),
        widget=forms.CheckboxSelectMultiple,
    )
    access = forms.MultipleChoiceField(
        label=_("What you need to take part"),
        required=False,
        choices=_kinds(ACCESS),
        widget=forms.CheckboxSelectMultiple,
    )

    sort = forms.ChoiceField(required=False, choices=ORDERS)
    page = forms.IntegerField(required=False, min_value=1, max_value=10_000)

    def __init__(self, data: QueryDict, *, fellowships: Sequence[str], languages: Sequence[str]) -> None:
        chosen = data.copy()
        chosen.setdefault("within", str(WITHIN_DEFAULT))
        chosen.setdefault("who", Audience.OWN.value)
        chosen.setdefault("match", ALL)
        super().__init__(chosen)
        named = sorted((fellowship_name(code), code) for code in fellowships if fellowship_name(code))
        spoken = sorted((str(language_words(code)).capitalize(), code) for code in languages)
        offer(
            self,
            "path",
            [
                ("", _("Any programme")),
                (NOT_TWELVE_STEP, _("Not 12-step")),
                (_("What it is about"), [(f"{WAY}{way.value}", words) for way, words in PATHWAYS.items()]),
                (_("Programmes"), [(code, name) for name, code in named]),
            ],
        )
        offer(
            self,
            "language",
            [
                ("", _("Any language")),
                *((code, name) for name, code in spoken),
            ],
        )

    def clean_within(self) -> int:
        """Kilometres."""
        return int(self.cleaned_data["within"] or WITHIN_DEFAULT)

    def clean_page(self) -> int:
        """The first page, if none was asked for."""
        return self.cleaned_data["page"] or 1

    @property
    def more_count(self) -> int:
        """How many of the folded choices were made."""
        family = self.data.get("who") == Audience.FAMILY
        return sum(bool(self.data.get(name)) for name in MORE) + family
