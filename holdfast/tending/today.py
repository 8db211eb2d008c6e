"""What Today needs from tending: a few small things, each with a reason and a way."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cache

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from holdfast.accounts.models import Person
from holdfast.domain import network as domain
from holdfast.domain.cadence import days_since_touch, rhythm_of
from holdfast.network.queries import network_value
from holdfast.tending.dates import Coming, coming
from holdfast.tending.lent import due_back
from holdfast.tending.limits import revisit_due
from holdfast.tending.models import Boundary, Conflict, ImportantDate, SmallPromise, Thing
from holdfast.tending.reaching import who_waits
from holdfast.tending.repair import follow_ups_due, promises_due
from holdfast.tending.thanks import Owed, owed
from holdfast.tending.words import rhythm_in_words, since_in_words

MOST = 6


class What(StrEnum):
    """What kind of small thing it is."""

    PROMISE = "promise"
    FOLLOW_UP = "follow_up"
    DATE = "date"
    THANKS = "thanks"
    REACH_OUT = "reach_out"
    BACK = "back"
    REVISIT = "revisit"


@dataclass(frozen=True, slots=True)
class Small:
    """One small thing: what to do, why, and where. `tie_id` is empty where it is about nobody."""

    what: What
    title: str
    reason: str
    url: str
    tie_id: str = ""


def things(person: Person, *, today: date, now: datetime, without: Collection[What] = ()) -> tuple[Small, ...]:
    """At most six, one of each kind first, what has a day before what can wait. What is left out is not even read."""
    found: dict[What, Callable[[], Iterable[Small]]] = {
        What.PROMISE: lambda: map(_promised, promises_due(person, today)),
        What.FOLLOW_UP: lambda: (_follow_up(one, today) for one in follow_ups_due(person, today)),
        What.DATE: lambda: dates_ahead(person, today),
        What.THANKS: lambda: map(_thanks, owed(person, today=today, now=now, ties=known())),
        What.REACH_OUT: lambda: (_reach(one, today) for one in who_waits(person, today=today, ties=known())),
        What.BACK: lambda: (_back(one, today) for one in due_back(person, today)),
        What.REVISIT: lambda: map(_revisit, revisit_due(person, today)),
    }
    known = cache(lambda: network_value(person, today=today).ties)
    return tuple(_one_of_each_first([list(read()) for what, read in found.items() if what not in without]))[:MOST]


def _one_of_each_first(found: list[list[Small]]) -> Iterable[Small]:
    for number in range(max(map(len, found), default=0)):
        yield from (some[number] for some in found if number < len(some))


def _promised(promise: SmallPromise) -> Small:
    address = reverse("repair", args=[promise.conflict_id]) if promise.conflict_id else reverse("repairs")
    reason = _("You promised %(name)s this.") % {"name": promise.tie.name}
    return Small(What.PROMISE, promise.text, reason, address, str(promise.tie_id))


def _follow_up(conflict: Conflict, today: date) -> Small:
    name = conflict.tie.name
    title = _("Look again at what %(name)s and you agreed") % {"name": name}
    reason = _("You set this day for it.")
    if conflict.session_on == today:
        title, reason = _("Talk with %(name)s today") % {"name": name}, _("Your notes for it are here.")
    return Small(What.FOLLOW_UP, title, reason, reverse("repair", args=[conflict.pk]), str(conflict.tie_id))


def dates_ahead(person: Person, today: date) -> list[Small]:
    """The days that count of the next two weeks."""
    return [_date(one, today) for one in coming(person, today)]


def _date(one: Coming, today: date) -> Small:
    title = f"{one.name}: {one.what}" if one.name else one.what
    days = (one.on - today).days
    when = _("It is today.") if not days else ngettext("It is tomorrow.", "It is in %(n)s days, on %(day)s.", days)
    reason = when % {"n": days, "day": date_format(one.on, "MONTH_DAY_FORMAT")} if days else when
    if one.row.kind == ImportantDate.Kind.LOSS:
        reason += " " + _("Be kind to yourself.")
    return Small(What.DATE, title, reason, reverse("dates"), str(one.row.tie_id or ""))


def _thanks(one: Owed) -> Small:
    title = _("Say thanks to %(name)s") % {"name": one.name}
    return Small(What.THANKS, title, one.reason, one.address, one.tie_id)


def _reach(tie: domain.Tie, today: date) -> Small:
    usual = _("Usually %(rhythm)s.") % {"rhythm": rhythm_in_words(rhythm_of(tie))}
    reason = f"{since_in_words(days_since_touch(tie, today))} {usual}"
    title = _("Get in touch with %(name)s") % {"name": tie.name}
    return Small(What.REACH_OUT, title, reason, reverse("keep_in_touch"), tie.id)


def _back(thing: Thing, today: date) -> Small:
    name = thing.tie.name
    lent = thing.kind == Thing.Kind.LENT
    title = _("Ask %(name)s for this: %(thing)s") if lent else _("Give this back to %(name)s: %(thing)s")
    said = (
        _("It was due back on %(day)s.") if thing.due_on and thing.due_on < today else _("It is due back on %(day)s.")
    )
    reason = said % {"day": date_format(thing.due_on or today, "MONTH_DAY_FORMAT")}
    return Small(What.BACK, title % {"name": name, "thing": thing.text}, reason, reverse("things"), str(thing.tie_id))


def _revisit(boundary: Boundary) -> Small:
    reason = _("You set this day to look at the limit again.")
    address = reverse("limit", args=[boundary.pk])
    return Small(What.REVISIT, boundary.text, reason, address, str(boundary.tie_id or ""))
