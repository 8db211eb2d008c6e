"""What one hopes for and the other offers, side by side (W80: clarify roles and responsibilities)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from holdfast.domain.asks.kinds import Kind, Stated


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is hoped for and not offered gladly; `offered` is None where it is not offered at all."""

    kind: Kind
    offered: Stated | None


def differences(hoped: Iterable[Kind], offered: Mapping[Kind, Stated], *, takes_crisis: bool) -> tuple[Difference, ...]:
    """Hoped minus offered, in the order of the kinds: to be talked about, not to be held against anybody."""
    wished = set(hoped)
    found = []
    for kind in Kind:
        if kind not in wished or (kind is Kind.CRISIS and takes_crisis):
            continue
        stated = None if kind is Kind.CRISIS else offered.get(kind)
        if stated is not Stated.GLADLY:
            found.append(Difference(kind, stated))
    return tuple(found)


def also_offered(hoped: Iterable[Kind], offered: Mapping[Kind, Stated], *, takes_crisis: bool) -> tuple[Kind, ...]:
    """Offered minus hoped, in the order of the kinds: what they would do and were not asked for."""
    would = {kind for kind in offered if kind is not Kind.CRISIS} | ({Kind.CRISIS} if takes_crisis else set())
    return tuple(kind for kind in Kind if kind in would - set(hoped))
