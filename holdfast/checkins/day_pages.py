"""What the pages of days show: figures together and in words, a small picture with its text beside it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from holdfast.accounts.models import Person
from holdfast.checkins.access import chips_of, counters_of
from holdfast.checkins.counter_queries import Shown, amounts_since, days_as_of, lines, shown_counters, today_by
from holdfast.checkins.day_words import amount_said, bound_said, chip_said, days_said, length_said
from holdfast.checkins.models import Chip, Counter, Setback, Wishes
from holdfast.domain.days import Aim, Days, Run, next_chip
from holdfast.supporters.models import Agreement, Supporter
from holdfast.supporters.queries import agreements_with

WIDTH = 640
MOST_RUNS = 40
"""In the picture; the words beside it have them all."""
RECENT = 28
"""Days of less and more in the picture."""
HEIGHT = 64
TOLD_FOR = timedelta(days=14)
"""How long what was told stands on a supporter's page."""


@dataclass(frozen=True, slots=True)
class Line:
    """One counter in the list."""

    counter: Counter
    current: str
    total: str
    about: str


@dataclass(frozen=True, slots=True)
class Bar:
    """One stretch, or one day, of a picture."""

    x: float
    width: float
    height: float = 0
    kind: str = ""

    @property
    def end(self) -> float:
        """Where it ends."""
        return self.x + self.width

    @property
    def top(self) -> float:
        """Where a bar that stands on the ground begins."""
        return HEIGHT - self.height


@dataclass(frozen=True, slots=True)
class Token:
    """One chip: what it says, and where it stands between the person and a supporter."""

    chip: Chip
    said: str
    state: str
    """open: nobody asked; waiting; not_now: it was not possible; handed."""


def days_page(person: Person, now: datetime) -> dict[str, Any]:
    """All counters, those put away folded, and the chips in one sentence."""
    everything = lines(counters_of(person), now)
    return {
        "counters": [_line(one) for one in everything if one.counter.ended_at is None],
        "ended": [_line(one) for one in everything if one.counter.ended_at],
        "chips": chips_of(person).count(),
    }


def lines_for_today(person: Person, now: datetime) -> list[Line]:
    """The counters the person wants to see on the first page."""
    return [_line(one) for one in shown_counters(person, now)]


def _line(one: Shown) -> Line:
    counter = one.counter
    about = "" if counter.aim == Aim.WITHOUT else bound_said(counter.aim, counter.bound, counter.unit)
    return Line(counter, length_said(one.current), _in_all(one.total.days), about)


def _in_all(days: int) -> str:
    return ngettext("%(n)s day in all", "%(n)s days in all", days) % {"n": days}


def counter_page(counter: Counter, days: Days, now: datetime) -> dict[str, Any]:
    """One counter: this run, all of it and the longest run, never one alone; the next chip; the picture."""
    today = today_by(counter, now)
    is_fresh = Wishes.objects.filter(pk=counter.person_id, is_fresh=True).exists()
    shown: dict[str, Any] = {
        "counter": counter,
        "current": length_said(days.current),
        "total": length_said(days.total),
        "longest": "" if is_fresh else length_said(days.longest),
        "next": _next(days.total.days),
        "since": _since(counter, days, today),
        "is_fresh": is_fresh,
        "setbacks": [] if is_fresh else _setbacks_of(counter),
        "shared": _shared(counter),
    }
    if counter.aim == Aim.WITHOUT:
        return shown | _runs_shown(days.runs[-1:] if is_fresh else days.runs, today)
    return shown | _amounts_shown(counter, today, is_fresh=is_fresh)


def _since(counter: Counter, days: Days, today: date) -> date | None:
    if days.begins_at is not None:
        return days.begins_at.astimezone(ZoneInfo(counter.time_zone)).date()
    running = [run.begins_on for run in days.runs if run.ends_on is None]
    return running[0] if running else None


def _next(total: int) -> str:
    days = next_chip(total)
    left = days - total
    return ngettext(
        "In %(n)s more day there is a chip: %(chip)s.", "In %(n)s more days there is a chip: %(chip)s.", left
    ) % {"n": left, "chip": chip_said(days)}


def _shared(counter: Counter) -> str:
    """Who was told of one of its setbacks, or has to do with one of its chips."""
    told = Setback.told.through.objects.filter(setback__counter=counter).values("agreement")
    given = Chip.objects.filter(counter=counter).exclude(giver=None).values("giver")
    rows = Agreement.objects.filter(Q(pk__in=told) | Q(pk__in=given), ended_at=None).select_related("tie")
    return get_text_list([one.tie.name for one in rows.order_by("accepted_at", "pk")], _("and"))


def _setbacks_of(counter: Counter) -> list[tuple[Setback, date]]:
    rows = Setback.objects.filter(counter=counter).order_by("-at", "pk")
    zone = ZoneInfo(counter.time_zone)
    return [(one, one.at.astimezone(zone).date()) for one in rows.only("pk", "at")]


def _runs_shown(runs: Sequence[Run], today: date) -> dict[str, Any]:
    """The latest runs as a line of stretches, and each in words, the latest first."""
    drawn = runs[-MOST_RUNS:]
    first = drawn[0].begins_on
    span = max(1, (today - first).days)
    bars = [_stretch(run, first, span, today) for run in drawn if run.ends_on or run.length.days or run.length.over]
    said = [(run, length_said(run.length)) for run in reversed(runs)]
    return {"bars": bars, "runs": said, "first": first, "today": today}


def _stretch(run: Run, first: date, span: int, today: date) -> Bar:
    room = WIDTH - 16
    x = 8 + room * (run.begins_on - first).days / span
    end = 8 + room * ((run.ends_on or today) - first).days / span
    return Bar(round(min(x, WIDTH - 12), 1), round(max(4.0, end - x), 1), kind="now" if run.ends_on is None else "then")


def _amounts_shown(counter: Counter, today: date, *, is_fresh: bool) -> dict[str, Any]:
    """The last four weeks day by day, and what is written down for today."""
    first = today - timedelta(days=RECENT - 1)
    days = {on: (amount, counts) for on, amount, counts in amounts_since(counter, first) if on <= today}
    now = days.get(today)
    bound = counter.bound or 0
    top = max([bound * 1.4, 1e-9, *(amount for amount, _counts in days.values())])
    shown: dict[str, Any] = {
        "bound": bound_said(counter.aim, counter.bound, counter.unit),
        "amount": amount_said(now[0], counter.unit) if now else "",
        "quick": _quick(counter, now[0] if now else 0.0),
        "today": today,
    }
    if is_fresh or not days:
        return shown
    step = WIDTH / RECENT
    bars = [
        _day_bar(number * step, step, days.get(first + timedelta(days=number)), top, counter)
        for number in range(RECENT)
    ]
    said = [(on, amount_said(amount, counter.unit)) for on, (amount, _counts) in sorted(days.items(), reverse=True)]
    line = round(HEIGHT - (HEIGHT - 6) * bound / top, 1)
    return {**shown, "day_bars": bars, "days": said, "line": line, "counted": _counted(counter, days.items(), today)}


def _day_bar(x: float, step: float, day: tuple[float, bool] | None, top: float, counter: Counter) -> Bar:
    left, width = round(x + step * 0.2, 1), round(step * 0.6, 1)
    if day is None:
        return Bar(left, width, 2, "none")
    amount, counts = day
    is_good = counts or (counter.aim == Aim.LESS and amount <= (counter.bound or 0))
    return Bar(left, width, round(max(4.0, (HEIGHT - 6) * amount / top), 1), "counts" if is_good else "other")


def _counted(counter: Counter, days: Iterable[tuple[date, tuple[float, bool]]], today: date) -> str:
    seen = [counts for on, (_amount, counts) in days if on < today or counter.aim == Aim.MORE]
    return ngettext(
        "%(counted)s of %(n)s day you wrote down counts.",
        "%(counted)s of the %(n)s days you wrote down count.",
        len(seen),
    ) % {"counted": sum(seen), "n": len(seen)}


def _quick(counter: Counter, amount: float) -> list[tuple[str, float]]:
    """Amounts one tap writes down for today. They are whole values, so that a tap twice is a tap once."""
    if counter.aim == Aim.MORE:
        whole = counter.bound or 0
        return [(amount_said(value, counter.unit), value) for value in dict.fromkeys((whole, whole * 2))]
    return [(_("None today"), 0.0)] if amount == 0 else [(_("One more"), amount + 1)]


def kept_said(counter: Counter, now: datetime) -> list[str]:
    """Exactly what a setback leaves as it is."""
    days = days_as_of(counter, now)
    chips = Chip.objects.filter(counter=counter).count()
    said = [_("Everything you counted stays: %(days)s in all.") % {"days": length_said(days.total)}]
    if days.longest.days:
        said.append(_("Your longest run stays: %(days)s.") % {"days": days_said(days.longest.days)})
    if chips:
        said.append(ngettext("Your chip stays.", "Your %(n)s chips stay.", chips) % {"n": chips})
    return said


def chips_page(person: Person) -> dict[str, Any]:
    """All chips, the latest first."""
    return {"chips": [token(chip) for chip in chips_of(person)]}


def token(chip: Chip) -> Token:
    """One chip in words."""
    return Token(chip, chip_said(chip.days) if chip.days else chip.text, _state(chip))


def _state(chip: Chip) -> str:
    if chip.handed_at:
        return "handed"
    giver = chip.giver
    if giver is not None and giver.ended_at is None:
        return "waiting"
    return "not_now" if chip.asked_at else "open"


def tellings(setbacks: QuerySet[Setback], supporter: Supporter) -> list[tuple[str, Setback]]:
    """Who told this supporter, the latest first; how they call the person is read once for all."""
    rows = list(setbacks.order_by("-told_at", "pk"))
    names = {one.person_id: one.person_name for one in agreements_with(supporter)}
    return [(names[one.person_id], one) for one in rows if one.person_id in names]
