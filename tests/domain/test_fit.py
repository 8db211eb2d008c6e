"""Groups that could meet what nobody meets come first."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.domain.fit import fits
from holdfast.domain.network import Circle, Need, NeedCoverage, Role, SupportKind, Tie, Urgency
from holdfast.domain.steps import Offer

BEN, ROSA = (Tie(name, name, Role.FRIEND, Circle.WEEKLY) for name in ("ben", "rosa"))
COMPANY = Offer("company", frozenset({SupportKind.SOCIAL}), is_online=False)
ADVICE = Offer("advice", frozenset({SupportKind.INFORMATIONAL}), is_online=True)


def need(kind: SupportKind, *ties: Tie, urgency: Urgency = Urgency.SOON) -> NeedCoverage:
    return NeedCoverage(Need(f"{kind}-{urgency}", kind.value, kind, urgency=urgency), ties)


@pytest.mark.parametrize(
    ("social", "informational", "first"),
    [
        (need(SupportKind.SOCIAL), need(SupportKind.INFORMATIONAL, BEN), "company"),
        (need(SupportKind.SOCIAL, BEN), need(SupportKind.INFORMATIONAL), "advice"),
        (need(SupportKind.SOCIAL, BEN), need(SupportKind.INFORMATIONAL, BEN, ROSA), "company"),
        (need(SupportKind.SOCIAL), need(SupportKind.INFORMATIONAL, urgency=Urgency.NOW), "advice"),
        (need(SupportKind.SOCIAL, BEN, ROSA), need(SupportKind.INFORMATIONAL, BEN, ROSA), "company"),
    ],
)
def test_what_nobody_meets_comes_first(social: NeedCoverage, informational: NeedCoverage, first: str) -> None:
    assert fits([COMPANY, ADVICE], [social, informational])[0].offer.id == first


def test_names_the_needs_that_lack_most_first() -> None:
    both = Offer("both", COMPANY.gives | ADVICE.gives, is_online=False)

    (found,) = fits([both], [need(SupportKind.SOCIAL, BEN), need(SupportKind.INFORMATIONAL)])

    assert [one.kind for one in found.needs] == [SupportKind.INFORMATIONAL, SupportKind.SOCIAL]


@given(st.lists(st.builds(Offer, st.text(max_size=3), st.frozensets(st.sampled_from(SupportKind)), st.booleans())))
def test_no_offer_is_lost_and_without_needs_the_order_stays(offers: list[Offer]) -> None:
    assert [fit.offer for fit in fits(offers, [])] == offers
