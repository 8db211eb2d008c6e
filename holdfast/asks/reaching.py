"""Who of one's own people can be reached right now, and by which links."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from holdfast.accounts.models import Person
from holdfast.asks import readings
from holdfast.asks.prepared import id_of
from holdfast.asks.queries import hours_from
from holdfast.domain import network as domain
from holdfast.domain.asks.hours import ALWAYS, WeekHours
from holdfast.domain.calls import Window, call_hours, callable_at, window_at
from holdfast.network.models import Channel, Tie

Via = Channel.Via
READ = (
    *("person", "name", "role", "circle", "state", "trust", "feel_after"),
    *("takes_calls", "calls_from", "calls_until"),
)
"""Of a tie: this page is the one that must be fast."""
CALL_FIRST = (Via.PHONE, Via.TEXT, Via.VIDEO, Via.CHAT, Via.MAIL, Via.WEB)
WRITE_FIRST = (Via.TEXT, Via.CHAT, Via.MAIL, Via.PHONE, Via.VIDEO, Via.WEB)


@dataclass(frozen=True, slots=True)
class Way:
    """One link that opens the phone, the mail or a page; `href` is empty where the value can only be read."""

    via: str
    value: str
    href: str


@dataclass(frozen=True, slots=True)
class Reachable:
    """One supporter, the ways to reach them, the best first, and the hours they take calls."""

    name: str
    ways: tuple[Way, ...]
    window: Window


@dataclass(frozen=True, slots=True)
class MyPeople:
    """One's people in the order they are offered in a hard moment."""

    now: tuple[Reachable, ...] = ()
    later: tuple[Reachable, ...] = ()
    others: tuple[Reachable, ...] = ()

    @property
    def callers(self) -> int:
        """How many take calls at all."""
        return len(self.now) + len(self.later)


def people_to_reach(person: Person, *, now: datetime) -> MyPeople:
    """Everyone with at least one way to reach them: calls within the hours they gave first."""
    ties = list(Tie.objects.filter(person=person, state__in=domain.COUNTING).only(*READ).prefetch_related("channels"))
    rules = [_as_rule(tie) for tie in ties]
    ways = {str(tie.pk): list(tie.channels.all()) for tie in ties}
    hours = _agreed_hours(person, now)
    windows = {rule.id: window_at(hours.get(rule.id) or call_hours(rule, person.time_zone), now) for rule in rules}
    agreed = {tie: windows[tie].is_now for tie in hours if tie in windows}
    parts = callable_at(rules, now.astimezone(ZoneInfo(person.time_zone)).time(), agreed)
    return MyPeople(
        now=_reachable(parts.now, ways, windows, CALL_FIRST),
        later=_reachable(parts.later, ways, windows, WRITE_FIRST),
        others=_reachable(parts.others, ways, windows, WRITE_FIRST),
    )


def windows_of(person: Person, ties: Iterable[Tie], *, now: datetime) -> Mapping[Tie, Window]:
    """When each of these takes calls, seen from now: by what they agreed to, else by what the person wrote down."""
    hours = _agreed_hours(person, now)
    return {tie: window_at(hours.get(str(tie.pk)) or call_hours(_as_rule(tie), person.time_zone), now) for tie in ties}


def ways_to(ties: Iterable[Tie]) -> Mapping[Tie, tuple[Way, ...]]:
    """How to call or write to each of these, calls first. Expects the channels to be prefetched."""
    return {tie: _ways(tie.channels.all(), CALL_FIRST) for tie in ties}


def _agreed_hours(person: Person, now: datetime) -> Mapping[str, WeekHours]:
    """The hours of those who agreed to be asked in a hard moment, by the id of their tie."""
    there = [one for one in readings.cards_of(person.pk, now) if one.paused_at is None]
    return {str(id_of(one.tie)): _hours(one, now) for one in there if one.takes_crisis or one.wakes}


def _hours(card: readings.Card, now: datetime) -> WeekHours:
    if card.wakes:
        return WeekHours(ALWAYS)
    is_away = card.away_until is not None and now < card.away_until
    return WeekHours(()) if is_away else hours_from(card.hours, card.zone)


def _as_rule(tie: Tie) -> domain.Tie:
    return domain.Tie(
        id=str(tie.pk),
        name=tie.name,
        role=domain.Role(tie.role),
        circle=domain.Circle(tie.circle),
        state=domain.TieState(tie.state),
        trust=tie.trust,
        feel_after=tie.feel_after,
        takes_calls=tie.takes_calls,
        calls_from=tie.calls_from,
        calls_until=tie.calls_until,
    )


def _reachable(
    ties: Iterable[domain.Tie],
    channels: Mapping[str, list[Channel]],
    windows: Mapping[str, Window],
    order: tuple[Via, ...],
) -> tuple[Reachable, ...]:
    found = (Reachable(tie.name, _ways(channels[tie.id], order), windows[tie.id]) for tie in ties)
    return tuple(one for one in found if one.ways)


def _ways(channels: Iterable[Channel], order: tuple[Via, ...]) -> tuple[Way, ...]:
    usable = [channel for channel in channels if channel.via in order and channel.value]
    usable.sort(key=lambda channel: (order.index(Via(channel.via)), not channel.is_preferred, channel.value))
    return tuple(Way(channel.via, channel.value, link_of(channel.via, channel.value)) for channel in usable)


def link_of(via: str, value: str) -> str:
    """What opens on a tap; empty for anything but a number, an address or an https page."""
    if via in {Via.PHONE, Via.TEXT}:
        number = re.sub(r"[^\d+*#]", "", value)
        return f"{'tel' if via == Via.PHONE else 'sms'}:{number}" if number else ""
    if via == Via.MAIL:
        return f"mailto:{value}" if re.fullmatch(r"[^\s@?&%:/]+@[^\s@?&%:/]+", value) else ""
    return value if re.match(r"https?://[^\s]+\Z", value) else ""
