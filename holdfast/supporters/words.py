"""The words people see for kinds of ask, what a supporter says to them, and hours."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from holdfast.domain.asks.coarse import Part, Usual, parts_of
from holdfast.domain.asks.expectations import Difference
from holdfast.domain.asks.kinds import Kind, Stated

Words = Mapping[Any, Any]
"""A value -> its words, translated when they are shown."""

OFFERABLE = tuple(kind for kind in Kind if kind not in {Kind.CRISIS, Kind.MONEY})
"""The kinds a supporter is asked about one by one; money only where the person asks for it."""

HELP: Words = {
    Kind.CRISIS: _("be there in a hard moment"),
    Kind.MISSED: _("look in when I have not been heard of"),
    Kind.TALK: _("talk"),
    Kind.STAY: _("stay with me for a while"),
    Kind.RIDE: _("give me a ride"),
    Kind.MEAL: _("bring a meal"),
    Kind.ERRAND: _("run an errand"),
    Kind.CHILDCARE: _("look after a child"),
    Kind.COMPANY: _("come along to an appointment"),
    Kind.MEDICATION: _("remind me of my medicine"),
    Kind.ADVICE: _("give advice"),
    Kind.MONEY: _("help out with money"),
}
"""As the person says it."""

GIVE: Words = {
    Kind.CRISIS: _("Be there in a hard moment"),
    Kind.MISSED: _("Look in when they have not been heard of"),
    Kind.TALK: _("Talk"),
    Kind.STAY: _("Stay with them for a while"),
    Kind.RIDE: _("Give a ride"),
    Kind.MEAL: _("Bring a meal"),
    Kind.ERRAND: _("Run an errand"),
    Kind.CHILDCARE: _("Look after a child"),
    Kind.COMPANY: _("Come along to an appointment"),
    Kind.MEDICATION: _("Remind them of their medicine"),
    Kind.ADVICE: _("Give advice"),
    Kind.MONEY: _("Help out with money"),
}
"""As the supporter says it."""

STATED: Words = {
    Stated.GLADLY: _("gladly"),
    Stated.DEPENDS: _("it depends"),
    Stated.IF_NEEDED: _("only if nobody else can"),
}

USUAL: Words = {
    Usual.DAYS: _("By day and in the evening, 9 to 9"),
    Usual.EVENINGS: _("Evenings, 5 to 10"),
    Usual.WEEKENDS: _("Weekends, 9 to 9"),
    Usual.EVENINGS_WEEKENDS: _("Evenings and weekends"),
    Usual.ALWAYS: _("Any time"),
    Usual.OWN: _("My own hours"),
}

PARTS: Words = {
    Part.WEEKDAYS_BY_DAY: _("weekdays by day"),
    Part.WEEKDAY_EVENINGS: _("weekday evenings"),
    Part.WEEKENDS_BY_DAY: _("weekends by day"),
    Part.WEEKEND_EVENINGS: _("weekend evenings"),
    Part.NIGHTS: _("nights"),
}

DAYS: tuple[Promise, ...] = (
    _("Sunday"),
    _("Monday"),
    _("Tuesday"),
    _("Wednesday"),
    _("Thursday"),
    _("Friday"),
    _("Saturday"),
)


TOGETHER: tuple[tuple[frozenset[Part], Any], ...] = (
    (frozenset(Part), _("nearly any hour")),
    (frozenset(Part) - {Part.NIGHTS}, _("by day and in the evening, all week")),
    (frozenset({Part.WEEKENDS_BY_DAY, Part.WEEKEND_EVENINGS, Part.WEEKDAY_EVENINGS}), _("evenings and weekends")),
    (frozenset({Part.WEEKDAYS_BY_DAY, Part.WEEKDAY_EVENINGS}), _("weekdays")),
    (frozenset({Part.WEEKENDS_BY_DAY, Part.WEEKEND_EVENINGS}), _("weekends")),
    (frozenset({Part.WEEKDAY_EVENINGS, Part.WEEKEND_EVENINGS}), _("evenings")),
    (frozenset({Part.WEEKDAYS_BY_DAY, Part.WEEKENDS_BY_DAY}), _("by day")),
)
"""Several parts that have a name together, the largest first."""


def coarse_hours(spans: Iterable[Iterable[int]]) -> str:
    """Hours as the other side may know them: a few large parts of the week."""
    left, said = set(parts_of(spans)), []
    for parts, name in TOGETHER:
        if parts <= left:
            said.append(str(name))
            left -= parts
    said += [str(PARTS[part]) for part in Part if part in left]
    return ", ".join(said) or gettext("a few hours a week")


def listed(words: Iterable[Any]) -> str:
    """Several things as one sentence: only the first begins with a capital."""
    first, *rest = [str(word) for word in words] or [""]
    return ", ".join([first, *(word[:1].lower() + word[1:] for word in rest)])


def difference_in_words(one: Difference, name: str) -> str:
    """ "You hope for a ride. Ben says: it depends." """
    hoped = gettext("You hope they can %(help)s.") % {"help": HELP[one.kind]}
    if one.offered is None:
        return hoped + " " + gettext("%(name)s does not offer this.") % {"name": name}
    return hoped + " " + gettext("%(name)s says: %(stated)s.") % {"name": name, "stated": STATED[one.offered]}
