"""What the larger pages show, put together from queries and rules."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from holdfast.accounts.models import Person
from holdfast.domain import network as domain
from holdfast.domain.cadence import days_since_touch, is_due, rhythm_of
from holdfast.domain.measures import (
    Known,
    components,
    constraint,
    counting,
    density,
    effective_size,
    efficiency,
    isolates,
    multiplexity,
    shape_of,
    share,
    variety,
    who_knows_whom,
)
from holdfast.domain.network import CoverState, Sector, TieState
from holdfast.domain.ringmap import Marks, Reading, Shape, Words, ring_map
from holdfast.network import words
from holdfast.network.models import Channel, Network, Tie
from holdfast.network.queries import known_by, network_value, touches_of

AGO = (0, 30, 90, 365)
"""How many days back the map can be looked at."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the list twin."""

    tie: domain.Tie
    role: Any
    circle: Any
    state: Any
    kinds: tuple[Any, ...]
    needs: tuple[str, ...]
    balance: Any
    days: int | None
    is_due: bool
    knows: tuple[domain.Tie, ...]


def tie_page(tie: Tie, today: date) -> dict[str, Any]:
    """Everything one tie's page shows."""
    value = network_value(tie.person, today=today)
    me = next(one for one in value.ties if one.id == str(tie.pk))
    rows = domain.coverage(value)
    alone = next((point.needs for point in domain.single_points(value) if point.tie.id == me.id), ())
    return {
        "tie": tie,
        "me": me,
        "role": words.ROLES[me.role],
        "circle": words.CIRCLES[me.circle],
        "state": words.STATES[me.state],
        "gives": [(words.KINDS[kind], words.STRENGTHS[strength]) for kind, strength in me.gives.items()],
        "balance": words.BALANCES[domain.balance(me)],
        "feel_after": words.FEELINGS.get(me.feel_after),
        "trust": words.TRUST.get(me.trust),
        "channels": [_reach(channel) for channel in tie.channels.order_by("created_at", "pk")],
        "meets": [row.need for row in rows if me in row.ties],
        "alone": alone,
        "knows": known_by(tie),
        "touches": [(one, words.DIRECTIONS[one.direction], words.HOWS.get(one.how)) for one in touches_of(tie)[:10]],
        "days": days_since_touch(me, today),
        "rhythm": rhythm_of(me),
        "history": [(one.at, words.STATES[one.state], words.CIRCLES[one.circle]) for one in _records(tie)],
    }


def _records(tie: Tie) -> Any:
    return tie.records.order_by("-at", "-pk")[:10]


def _reach(channel: Channel) -> tuple[Any, str, str]:
    """Label, words and where a tap leads."""
    digits = "".join(letter for letter in channel.value if letter.isdigit() or letter in "+*#")
    to: Mapping[str, str] = {
        Channel.Via.PHONE: f"tel:{digits}",
        Channel.Via.TEXT: f"sms:{digits}",
        Channel.Via.MAIL: f"mailto:{channel.value}",
        Channel.Via.WEB: channel.value,
        Channel.Via.VIDEO: channel.value,
    }
    address = to.get(channel.via, "")
    safe = address.startswith(("tel:", "sms:", "mailto:", "https://", "http://"))
    return words.CHANNELS[channel.via], channel.value, address if safe else ""


@dataclass(frozen=True, slots=True)
class Look:
    """How the map is looked at: which network (None is all together), how many days back, in which reading."""

    network: Network | None
    ago: int = 0
    reading: Reading = Reading.CIRCLES
    is_drawn: bool = True


def map_page(person: Person, look: Look, *, now: datetime, today: date) -> dict[str, Any]:
    """The network in words, and drawn where `look` says so."""
    at = now - timedelta(days=look.ago) if look.ago else None
    day = today - timedelta(days=look.ago)
    value = network_value(person, look.network, today=day, at=at)
    rows = domain.coverage(value)
    singles = domain.single_points(value)
    known = {row.tie.id: row for row in who_knows_whom(value)}
    return {
        "value": value,
        "rows": [_row(known[tie.id], rows, day) for tie in _present(value)],
        "coverage": rows,
        "grid": grid(value),
        "singles": singles,
        "sentence": sentence(value, rows, len(singles)),
        "measures": measures(value),
        "day": day,
        **(_drawn(value, look.reading, _marks(value, rows, singles, day)) if look.is_drawn else {}),
    }


def _drawn(value: domain.Network, reading: Reading, marks: Marks) -> dict[str, Any]:
    spoken = Words(
        me=_("me"),
        circles={circle: str(word) for circle, word in words.CIRCLES.items()},
        sectors={sector: str(word) for sector, word in words.SECTORS.items()},
        invitations={sector: str(word) for sector, word in words.INVITATIONS.items()},
        apart=_("know none of the others"),
    )
    return {
        "wide": ring_map(value, spoken, marks=marks, reading=reading, shape=Shape.WIDE),
        "phone": ring_map(value, spoken, marks=marks, reading=reading, shape=Shape.PHONE),
        "urls": {tie.id: reverse("tie", args=[UUID(tie.id)]) for tie in value.ties},
        "seat_urls": _seat_urls(value),
    }


def _marks(
    value: domain.Network, rows: tuple[domain.NeedCoverage, ...], singles: tuple[domain.SinglePoint, ...], day: date
) -> Marks:
    rests_on = Counter(tie.id for row in rows for tie in row.ties)
    return Marks(
        open_needs=tuple(row.need for row in rows if row.state is CoverState.OPEN),
        due=frozenset(tie.id for tie in value.ties if is_due(tie, day)),
        to_thank=frozenset(tie.id for tie in value.ties if tie.to_thank),
        only_one=frozenset(point.tie.id for point in singles),
        rests_on=rests_on,
        notes={tie.id: note for tie in value.ties if (note := _note(tie, day))},
    )


def _note(tie: domain.Tie, day: date) -> str:
    if tie.state is TieState.RESTING:
        return _("resting")
    if tie.to_thank:
        return _("to thank")
    if is_due(tie, day):
        days = days_since_touch(tie, day) or 0
        return ngettext("%(days)s day", "%(days)s days", days) % {"days": days}
    return ""


def _seat_urls(value: domain.Network) -> dict[str, str]:
    find = reverse("find")
    new = reverse("tie_new")
    starts = {Sector.GROUPS: find, Sector.PROFESSIONALS: f"{new}?role=therapist", Sector.PEERS: find}
    empty = {str(sector): starts.get(sector, new) for sector in Sector}
    return {**empty, **{need.id: reverse("need_help", args=[UUID(need.id)]) for need in value.needs}}


def _present(value: domain.Network) -> list[domain.Tie]:
    shown = [tie for tie in value.ties if tie.state is not TieState.ENDED]
    return sorted(shown, key=lambda tie: (tie.circle, tie.name.casefold(), tie.id))


def _row(known: Known, rows: tuple[domain.NeedCoverage, ...], day: date) -> Row:
    tie = known.tie
    return Row(
        tie=tie,
        role=words.ROLES[tie.role],
        circle=words.CIRCLES[tie.circle],
        state=words.STATES[tie.state],
        kinds=tuple(words.KINDS[kind] for kind in tie.gives),
        needs=tuple(row.need.text for row in rows if tie in row.ties),
        balance=words.BALANCES[domain.balance(tie)],
        days=days_since_touch(tie, day),
        is_due=is_due(tie, day),
        knows=known.others,
    )


def grid(value: domain.Network) -> dict[str, Any]:
    """Who gives what: kinds across, ties down; the basic kinds always, so that what nobody gives is seen (W12)."""
    rows = domain.kind_coverage(value)
    standing = [tie for tie in _present(value) if tie.state in domain.COUNTING]
    lines = [(tie, [(words.KINDS[row.kind], tie.gives.get(row.kind, 0)) for row in rows]) for tie in standing]
    return {"kinds": [words.KINDS[row.kind] for row in rows], "lines": lines, "totals": [len(row.ties) for row in rows]}


def sentence(value: domain.Network, rows: tuple[domain.NeedCoverage, ...], carrying: int) -> str:
    """The map in a sentence or three."""
    count = len(_present(value))
    if not count:
        return _("An empty map is a fine place to start.")
    seats = sum(row.state is CoverState.OPEN for row in rows)
    said = [ngettext("%(n)s person or place.", "%(n)s people and places.", count) % {"n": count}]
    if seats:
        said.append(ngettext("%(n)s open seat.", "%(n)s open seats.", seats) % {"n": seats})
    elif rows:
        said.append(_("Every need has somebody."))
    if carrying:
        said.append(
            ngettext("One tie carries a need alone.", "%(n)s ties carry a need alone.", carrying) % {"n": carrying}
        )
    return " ".join(said)


def measures(value: domain.Network) -> list[tuple[str, float | None, str]]:
    """Name, value and meaning of each measure, over the ties that count."""
    value = counting(value)
    ties = value.ties
    if not ties:
        return []
    shape = shape_of(value)
    kin = sum(tie.sector is Sector.FAMILY for tie in ties)
    return [
        (_("Variety"), variety(tie.sector for tie in ties), _("how mixed the directions are, from 0 to 0.8")),
        (_("Share of family"), share(kin, len(ties)), _("of all ties")),
        (_("Kinds of support per tie"), multiplexity(ties), _("on average")),
        (_("Density"), density(shape), _("share of possible acquaintances; you are left out")),
        (_("Effective size"), effective_size(shape), _("ties less their overlap (Burt)")),
        (_("Efficiency"), efficiency(shape), _("effective size per tie")),
        (_("Constraint"), constraint(shape), _("how much runs through the same people (Burt)")),
        (_("Pieces"), components(shape), _("groups that do not know each other")),
        (_("Know nobody else"), isolates(shape), _("ties")),
    ]
