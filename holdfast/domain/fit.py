"""Which groups suit a person's needs: those first that could meet what nobody meets yet (W68)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from holdfast.domain.network import CoverState, Need, NeedCoverage, Urgency
from holdfast.domain.steps import Offer

OPENNESS = {CoverState.OPEN: 3, CoverState.SINGLE: 1, CoverState.COVERED: 0}
"""How much it helps to have one more: a need with nobody weighs more than any number of needs with one."""
PRESSING = {Urgency.NOW: 3, Urgency.SOON: 2, Urgency.SOMETIME: 1}


@dataclass(frozen=True, slots=True)
class Fit:
    """An offer and the needs it could help with, those that lack most first."""

    offer: Offer
    needs: tuple[Need, ...]


def fits(offers: Iterable[Offer], covered: Iterable[NeedCoverage]) -> list[Fit]:
    """The offers by what they could do; where they do the same, in the order they came."""
    lacking = sorted((one for one in covered if OPENNESS[one.state]), key=_weight, reverse=True)
    found = [(sum(_weight(one) for one in lacking if _meets(offer, one)), _fit(offer, lacking)) for offer in offers]
    return [fit for _, fit in sorted(found, key=lambda pair: -pair[0])]


def _weight(one: NeedCoverage) -> int:
    return OPENNESS[one.state] * PRESSING[one.need.urgency]


def _meets(offer: Offer, one: NeedCoverage) -> bool:
    return one.need.kind in offer.gives


def _fit(offer: Offer, lacking: Iterable[NeedCoverage]) -> Fit:
    return Fit(offer, tuple(one.need for one in lacking if _meets(offer, one)))
