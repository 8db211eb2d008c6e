"""Everything that stands between the person and one tie: a quiet list, each line with its page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from holdfast.domain import network as domain
from holdfast.domain.cadence import days_since_touch, rhythm_of
from holdfast.domain.network import TieState
from holdfast.network import words as network_words
from holdfast.network.models import Tie
from holdfast.network.queries import network_value
from holdfast.tending import words
from holdfast.tending.access import boundaries_of, conflicts_of, dates_of, promises_of, thanks_of, things_of
from holdfast.tending.dates import all_dates
from holdfast.tending.hopes import card_of
from holdfast.tending.repair import kept_said
from holdfast.tending.stepping_back import phasing_of


@dataclass(frozen=True, slots=True)
class Line:
    """One line: what, how it stands in words, and its page."""

    label: str
    said: str
    url: str


def between_page(tie: Tie, today: date) -> dict[str, Any]:
    """Rhythm and balance in words, and the lines."""
    me = next(one for one in network_value(tie.person, today=today).ties if one.id == str(tie.pk))
    return {
        "tie": tie,
        "since": words.since_in_words(days_since_touch(me, today)),
        "rhythm": words.rhythm_in_words(rhythm_of(me)),
        "balance": network_words.BALANCES[domain.balance(me)],
        "lines": list(_lines(tie, today)),
        "is_active": tie.state in domain.COUNTING,
        "is_resting": tie.state == TieState.RESTING,
        "phasing": phasing_of(tie),
    }


def _lines(tie: Tie, today: date) -> Iterable[Line]:
    here = f"?tie={tie.pk}"
    yield Line(_("What we hope for"), _hopes(tie), reverse("hopes", args=[tie.pk]))
    yield Line(_("Limits"), _limits(tie), reverse("limits") + here)
    yield Line(_("Thanks"), _thanks(tie), reverse("thanks") + here)
    yield Line(_("Days that count"), _dates(tie, today), reverse("dates") + here)
    yield Line(_("Gifts and things lent"), _things(tie), reverse("things") + here)
    yield Line(_("Repair"), _repair(tie), reverse("repairs") + here)


def _hopes(tie: Tie) -> str:
    card = card_of(tie)
    if card.is_empty:
        return _("not written yet")
    if not card.hoped:
        return _("what you hope for is still open")
    count = len(card.differences)
    if not count:
        return _("all you hope for is offered")
    return ngettext("one thing to talk about", "%(n)s things to talk about", count) % {"n": count}


def _limits(tie: Tie) -> str:
    count = boundaries_of(tie.person).filter(tie=tie).count()
    return ngettext("one limit", "%(n)s limits", count) % {"n": count} if count else _("none written")


def _thanks(tie: Tie) -> str:
    ways = dict(thanks_of(tie.person).filter(tie=tie).order_by().values_list("is_given").annotate(Count("pk")))
    if not ways:
        return _("none kept yet")
    said = {True: _("said %(times)s"), False: _("heard %(times)s")}
    parts = [said[way] % {"times": words.times_in_words(ways[way])} for way in (True, False) if way in ways]
    return ", ".join(parts)


def _dates(tie: Tie, today: date) -> str:
    if not dates_of(tie.person).filter(tie=tie).exists():
        return _("none kept yet")
    found = next(one for one in all_dates(tie.person, today) if one.row.tie_id == tie.pk)
    return f"{found.what}, {date_format(found.on, 'MONTH_DAY_FORMAT')}"


def _things(tie: Tie) -> str:
    rows = list(things_of(tie.person).filter(tie=tie).values_list("kind", "due_on", "back_on"))
    if not rows:
        return _("none written")
    out = sum(kind in {"lent", "borrowed"} and back is None for kind, _due, back in rows)
    if out:
        return ngettext("one thing is not back yet", "%(n)s things are not back yet", out) % {"n": out}
    return _("nothing is out")


def _repair(tie: Tie) -> str:
    open_ = conflicts_of(tie.person).filter(tie=tie, settled_at=None).count()
    promises = list(promises_of(tie.person).filter(tie=tie, whose="theirs"))
    said = (
        ngettext("one thing is open", "%(n)s things are open", open_) % {"n": open_} if open_ else _("nothing is open")
    )
    return (
        f"{said}; " + _("their small promises: %(kept)s") % {"kept": kept_said(promises, "theirs")}
        if promises
        else said
    )
