"""The words people see in tending: rhythms, ideas for a first line, limits, dates, things, steps back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from holdfast.domain.network import Sector
from holdfast.tending.models import Boundary, Crossing, ImportantDate, Thing

Words = Mapping[Any, Any]
"""A value -> its words, translated when they are shown."""

MONTH = 30
NAMED_RHYTHMS: Words = {
    1: _("every day"),
    7: _("every week"),
    14: _("every two weeks"),
    30: _("every month"),
    90: _("every three months"),
    365: _("once a year"),
}


def rhythm_in_words(days: int) -> str:
    """ "Every week", "every 10 days", "about every 4 months"."""
    if days in NAMED_RHYTHMS:
        return str(NAMED_RHYTHMS[days])
    if days < 2 * MONTH:
        return ngettext("every %(n)s day", "every %(n)s days", days) % {"n": days}
    months = round(days / MONTH)
    return ngettext("about every %(n)s month", "about every %(n)s months", months) % {"n": months}


def since_in_words(days: int | None) -> str:
    """ "It has been 9 days." """
    if days is None:
        return _now("No contact is written down yet.")
    if days == 0:
        return _now("You were in touch today.")
    if days < 2 * MONTH:
        return ngettext("It has been %(n)s day.", "It has been %(n)s days.", days) % {"n": days}
    months = round(days / MONTH)
    return ngettext("It has been about %(n)s month.", "It has been about %(n)s months.", months) % {"n": months}


LINES: Mapping[Sector, tuple[Any, ...]] = {
    Sector.FAMILY: (
        _("Hi! I was thinking of you. How are you?"),
        _("Shall we eat together one of these days?"),
        _("I saw something that made me think of you. Do you have time for a call this week?"),
    ),
    Sector.FRIENDS: (
        _("Hi! It has been a while. How are you?"),
        _("Do you feel like a walk or a coffee this week?"),
        _("No need to answer. I just wanted to say hello."),
    ),
    Sector.PEERS: (
        _("Hi! How has your week been?"),
        _("Shall we go together this week?"),
        _("I am well enough today, and I was thinking of you."),
    ),
    Sector.PROFESSIONALS: (
        _("Hello, I would like to make an appointment. Which times are free?"),
        _("Hello, I have a short question. When may I call?"),
    ),
    Sector.GROUPS: (
        _("Hello, do you still meet at the usual time?"),
        _("Hello, I would like to come by again. Is there anything I should know?"),
    ),
}
"""First lines by kind of tie. They tell nothing to whoever else reads the phone."""

TOGETHER: Mapping[Sector, Any] = {
    Sector.FAMILY: _("A talk is fine, and so is doing something: cook, walk, look at photos."),
    Sector.FRIENDS: _("A talk is fine, and so is doing something: a walk, a film, a game."),
    Sector.PEERS: _("A talk is fine, and so is going somewhere together."),
    Sector.PROFESSIONALS: _("A short message or a call is enough."),
    Sector.GROUPS: _("Being there counts. You do not have to say anything."),
}
"""Ties fade without effort; talking or doing something together keeps them (Roberts and Dunbar 2015)."""

AGREED: Words = {
    Boundary.Agreed.NOT_SAID: _("not said yet"),
    Boundary.Agreed.SAID: _("said"),
    Boundary.Agreed.AGREED: _("said, and agreed"),
    Boundary.Agreed.REFUSED: _("said, and not accepted"),
}
DID: Words = {
    Crossing.Did.NOTHING: _("I let it pass this time"),
    Crossing.Did.SAID_AGAIN: _("I said it again"),
    Crossing.Did.AS_CHOSEN: _("I did what I had chosen"),
    Crossing.Did.PAUSED: _("I want a pause from them"),
}
DID_THEIRS: Words = {
    Crossing.Did.NOTHING: _("I have not said anything yet"),
    Crossing.Did.SAID_AGAIN: _("I told them I am sorry"),
    Crossing.Did.AS_CHOSEN: _("I did what we had agreed"),
}
"""When the person crossed a limit of somebody else."""
DATES: Words = {
    ImportantDate.Kind.BIRTHDAY: _("Birthday"),
    ImportantDate.Kind.RECOVERY: _("A day they are proud of"),
    ImportantDate.Kind.LOSS: _("A day of loss"),
    ImportantDate.Kind.OTHER: _("Another day that counts"),
}
THINGS: Words = {
    Thing.Kind.LENT: _("I lent it"),
    Thing.Kind.BORROWED: _("I borrowed it"),
    Thing.Kind.GAVE: _("I gave it as a gift"),
    Thing.Kind.RECEIVED: _("I got it as a gift"),
}
SHORT_THINGS: Words = {
    Thing.Kind.LENT: _("lent"),
    Thing.Kind.BORROWED: _("borrowed"),
    Thing.Kind.GAVE: _("given"),
    Thing.Kind.RECEIVED: _("received"),
}
STEPS_BACK: Words = {
    "less": _("Answer later and less often. You owe nobody an answer at once."),
    "no_lending": _("Lend nothing more, neither money nor things."),
    "trusted": _("Tell somebody you trust what you are doing."),
    "hand_back": _("Hand back keys and things, and ask for yours. Somebody can do it for you."),
    "accounts": _("Take back shared passwords, cards and calendars."),
    "block": _("Block their number and accounts."),
}
"""The steps of W88, from the smallest."""
COUNTS: tuple[Any, ...] = (_("not once"), _("once"), _("twice"), _("three times"), _("four times"), _("five times"))


def times_in_words(count: int) -> str:
    """ "Twice"; a number only where words run out."""
    if count < len(COUNTS):
        return str(COUNTS[count])
    return ngettext("%(n)s time", "%(n)s times", count) % {"n": count}


def kept_in_words(kept: int, answered: int) -> str:
    """Small promises, of those that were answered: "2 of 3 kept". Never a percentage."""
    if not answered:
        return _now("none answered yet")
    return ngettext("%(kept)s of %(n)s kept", "%(kept)s of %(n)s kept", answered) % {"kept": kept, "n": answered}


def ago_in_words(days: int | None) -> str:
    """ "Yesterday", "9 days ago"."""
    if not days:
        return _now("today")
    return ngettext("yesterday", "%(n)s days ago", days) % {"n": days}
