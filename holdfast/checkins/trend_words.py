"""The words of how it goes: what was, kindly, and never why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.template.defaultfilters import floatformat
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from holdfast.checkins.check_words import FEELINGS
from holdfast.checkins.trends import Trend
from holdfast.domain.trends import HEIGHT, WIDTH, Course, Drawing, drawn

Words = str | Promise

TITLES: Mapping[str, Words] = {
    "feeling": gettext_lazy("How I have been"),
    "urge": gettext_lazy("Urges"),
    "supported": gettext_lazy("How supported I feel"),
    "lonely": gettext_lazy("How alone I feel"),
    "touches": gettext_lazy("Contact with people"),
    "open_seats": gettext_lazy("Needs that nobody meets"),
    "alone": gettext_lazy("People who carry a need alone"),
}
ENDS: Mapping[str, tuple[Words, Words]] = {
    "feeling": (gettext_lazy("very hard"), gettext_lazy("very well")),
    "urge": (gettext_lazy("none"), gettext_lazy("very strong")),
    "supported": (gettext_lazy("not at all"), gettext_lazy("very much")),
    "lonely": (gettext_lazy("hardly ever"), gettext_lazy("often")),
    "touches": (gettext_lazy("none"), gettext_lazy("most")),
    "open_seats": (gettext_lazy("none"), gettext_lazy("all")),
    "alone": (gettext_lazy("none"), gettext_lazy("many")),
}
"""What the bottom and the top of a picture are."""
ANSWERED = frozenset({"supported", "lonely"})
NOT_YET = gettext_lazy("Not enough yet to say which way it goes.")
ABOUT_THE_SAME = gettext_lazy("About the same over this time.")
COURSES: Mapping[str, Mapping[Course, Words]] = {
    "feeling": {
        Course.UP: gettext_lazy("It has been easier than it was."),
        Course.UP_A_LITTLE: gettext_lazy("A little easier than it was."),
        Course.DOWN_A_LITTLE: gettext_lazy("A little harder than it was."),
        Course.DOWN: gettext_lazy("It has been harder than it was. You need not carry it alone."),
    },
    "urge": {
        Course.UP: gettext_lazy("Urges have been stronger than they were. What helped you before still counts."),
        Course.UP_A_LITTLE: gettext_lazy("Urges have been a little stronger than they were."),
        Course.DOWN_A_LITTLE: gettext_lazy("Urges have been a little weaker than they were."),
        Course.DOWN: gettext_lazy("Urges have been weaker than they were."),
    },
    "supported": {
        Course.UP: gettext_lazy("Your answers say: more supported than before."),
        Course.UP_A_LITTLE: gettext_lazy("Your answers say: a little more supported than before."),
        Course.DOWN_A_LITTLE: gettext_lazy("Your answers say: a little less supported than before."),
        Course.DOWN: gettext_lazy("Your answers say: less supported than before. One person more could change that."),
    },
    "lonely": {
        Course.UP: gettext_lazy("Your answers say: more alone than before. Many people feel so at times."),
        Course.UP_A_LITTLE: gettext_lazy("Your answers say: a little more alone than before."),
        Course.DOWN_A_LITTLE: gettext_lazy("Your answers say: a little less alone than before."),
        Course.DOWN: gettext_lazy("Your answers say: less alone than before."),
    },
    "touches": {
        Course.UP: gettext_lazy("More contact than before."),
        Course.UP_A_LITTLE: gettext_lazy("A little more contact than before."),
        Course.DOWN_A_LITTLE: gettext_lazy("A little less contact than before."),
        Course.DOWN: gettext_lazy("Less contact than before. One short call is a good start."),
    },
    "open_seats": {
        Course.UP: gettext_lazy("More needs are open than before."),
        Course.UP_A_LITTLE: gettext_lazy("A few more needs are open than before."),
        Course.DOWN_A_LITTLE: gettext_lazy("A few more needs are met than before."),
        Course.DOWN: gettext_lazy("More needs are met than before."),
    },
    "alone": {
        Course.UP: gettext_lazy("More rests on one person alone than before. A second one would ease it."),
        Course.UP_A_LITTLE: gettext_lazy("A little more rests on one person alone than before."),
        Course.DOWN_A_LITTLE: gettext_lazy("A little less rests on one person alone than before."),
        Course.DOWN: gettext_lazy("Less rests on one person alone than before."),
    },
}


@dataclass(frozen=True, slots=True)
class Shown:
    """One trend as the page shows it: a picture, a sentence, and the same in words."""

    key: str
    title: Words
    said: Words
    low: Words
    high: Words
    picture: Drawing
    since: str
    lines: tuple[str, ...]
    offers_people: bool
    width: float = WIDTH
    height: float = HEIGHT

    @property
    def has_line(self) -> bool:
        """There are two points at least; one alone shows no way."""
        return len(self.lines) > 1

    @property
    def is_of_answers(self) -> bool:
        """It comes from answers to questions, of which there can be more."""
        return self.key in ANSWERED


def shown(trend: Trend) -> Shown:
    """A trend in words and lines."""
    low, high = ENDS[trend.key]
    return Shown(
        key=trend.key,
        title=TITLES[trend.key],
        said=said(trend),
        low=low,
        high=high,
        picture=drawn(trend.values, trend.scale),
        since=piece_said(trend.pieces.since, is_month=trend.pieces.is_by_month),
        lines=tuple(_lines(trend)),
        offers_people=trend.key in {"feeling", "urge"} and _is_harder(trend),
    )


def said(trend: Trend) -> Words:
    """The course of it in a sentence."""
    course = trend.course
    return NOT_YET if course is Course.NOT_ENOUGH else COURSES[trend.key].get(course, ABOUT_THE_SAME)


def piece_said(day: date, *, is_month: bool) -> str:
    """A week by its Monday, a month by its name."""
    return _piece_said(day, is_month, get_language() or "")


@lru_cache(maxsize=4096)
def _piece_said(day: date, is_month: bool, language: str) -> str:
    """Every line of a page names the same pieces of time, so they are put into words once. `language` is the one in
    force: it is what the words depend on."""
    if is_month:
        return date_format(day, "YEAR_MONTH_FORMAT")
    return _("week of %(day)s") % {"day": date_format(day, "MONTH_DAY_FORMAT")}


def _is_harder(trend: Trend) -> bool:
    return trend.course is (Course.DOWN if trend.key == "feeling" else Course.UP)


def _lines(trend: Trend) -> list[str]:
    named = zip(trend.pieces.begins, trend.values, strict=True)
    known = [(day, value) for day, value in named if value is not None]
    return [f"{piece_said(day, is_month=trend.pieces.is_by_month)}: {_value(trend.key, value)}" for day, value in known]


def _value(key: str, value: float) -> str:
    if key == "feeling":
        return str(FEELINGS[round(value)]).lower()
    if key == "urge":
        return _("%(value)d of 10") % {"value": round(value)}
    if key in {"supported", "lonely"}:
        return floatformat(value, 1)
    if key == "touches":
        return ngettext("%(count)d contact", "%(count)d contacts", round(value)) % {"count": round(value)}
    if key == "alone":
        return ngettext("%(count)d person", "%(count)d people", round(value)) % {"count": round(value)}
    return ngettext("%(count)d need", "%(count)d needs", round(value)) % {"count": round(value)}
