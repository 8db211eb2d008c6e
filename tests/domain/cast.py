"""Values the rules are tried on: John's people by name, and any network at all."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from holdfast.domain.network import Area, Circle, Need, Network, Role, SupportKind, Tie, TieState, Urgency
from holdfast.domain.steps import GoalProgress, GoalTemplate, Offer, Rule, Situation, Step, all_steps, next_steps

TODAY = date(2026, 11, 20)

ROSA = Tie("rosa", "Rosa", Role.SPONSOR, Circle.WEEKLY, gives={SupportKind.EMOTIONAL: 3, SupportKind.ACCOUNTABILITY: 2})
BEN = Tie("ben", "Ben", Role.FRIEND, Circle.MONTHLY, gives={SupportKind.PRACTICAL: 2})
DANA = Tie("dana", "Dana", Role.SIBLING, Circle.WEEKLY, gives={SupportKind.EMOTIONAL: 1, SupportKind.FINANCIAL: 1})
MEYER = Tie("meyer", "Dr Meyer", Role.THERAPIST, Circle.MONTHLY, gives={SupportKind.INFORMATIONAL: 3})
TUESDAYS = Tie("tuesdays", "Tuesday group", Role.SUPPORT_GROUP, Circle.WEEKLY, gives={SupportKind.SOCIAL: 2})

TALK = Need("talk", "someone to talk to", SupportKind.EMOTIONAL, Area.FEELINGS, Urgency.NOW)
RIDE = Need("ride", "a ride to the clinic", SupportKind.PRACTICAL, Area.HEALTHCARE, Urgency.SOON)
COMPANY = Need("company", "company at weekends", SupportKind.SOCIAL, Area.COMPANY, Urgency.SOMETIME)

JOHNS = Network((ROSA, BEN, DANA, MEYER), (TALK, RIDE, COMPANY), frozenset({("ben", "dana"), ("dana", "rosa")}))


def days_ago(days: int) -> date:
    """So many days before today."""
    return TODAY - timedelta(days=days)


def but(tie: Tie, **changes: Any) -> Tie:
    """The same tie with something changed."""
    return replace(tie, **changes)


CHOSEN = (GoalProgress("g1", GoalTemplate.WEEKLY_CALL, done=1, wanted=1),)
CALM = Situation(Network((ROSA, BEN, DANA, MEYER, TUESDAYS), (TALK,)), TODAY, goals=CHOSEN)
"""Nothing to suggest: a starting point to change one thing at a time."""

NEAR = Offer("near", frozenset({SupportKind.EMOTIONAL, SupportKind.SOCIAL}), is_online=False, fits=("near", "soon"))
ONLINE = Offer("online", frozenset({SupportKind.SOCIAL}), is_online=True, fits=("online",))
AL_ANON = replace(NEAR, id="al-anon", for_family=True)


def on(*ties: Tie, **more: Any) -> Situation:
    """A calm situation with these ties."""
    return replace(CALM, network=replace(CALM.network, ties=ties), **more)


def steps_of(situation: Situation, rule: Rule) -> list[Step]:
    """The steps one rule suggests."""
    return [step for step in all_steps(situation) if step.rule is rule]


def rules_of(situation: Situation) -> list[Rule]:
    """The rules on the page, in order."""
    return [step.rule for step in next_steps(situation)]


@st.composite
def ties(draw: st.DrawFn, tie_id: str) -> Tie:
    """Any tie."""
    return Tie(
        id=tie_id,
        name=f"name of {tie_id}",
        role=draw(st.sampled_from(Role)),
        circle=draw(st.sampled_from(Circle)),
        state=draw(st.sampled_from(TieState)),
        gives=draw(st.dictionaries(st.sampled_from(SupportKind), st.integers(0, 3), max_size=2)),
        feel_after=draw(st.none() | st.integers(-2, 2)),
        rhythm_days=draw(st.none() | st.integers(1, 40)),
        last_touch_on=draw(st.none() | st.dates(days_ago(500), days_ago(-5))),
        given=draw(st.integers(0, 4)),
        received=draw(st.integers(0, 4)),
        to_thank=draw(st.booleans()),
    )


@st.composite
def networks(draw: st.DrawFn, most: int = 4) -> Network:
    """Any network of a few ties, with needs, acquaintances and the person's own words."""
    of_ties = [f"t{number}" for number in range(draw(st.integers(0, most)))]
    of_needs = [f"n{number}" for number in range(draw(st.integers(0, 3)))]
    kinds, soon = st.sampled_from(SupportKind), st.sampled_from(Urgency)
    pairs = [(one, two) for one in of_ties for two in of_ties if one < two]
    asked = [(need, tie) for need in of_needs for tie in of_ties]
    return Network(
        ties=tuple(draw(ties(tie_id)) for tie_id in of_ties),
        needs=tuple(Need(one, draw(st.sampled_from("abc")), draw(kinds), urgency=draw(soon)) for one in of_needs),
        acquainted=frozenset(draw(st.sets(st.sampled_from(pairs))) if pairs else ()),
        answers=draw(st.dictionaries(st.sampled_from(asked), st.booleans(), max_size=4)) if asked else {},
    )


def shuffled(network: Network, draw: st.DrawFn) -> Network:
    """The same network, told in another order."""
    return replace(
        network,
        ties=tuple(draw(st.permutations(network.ties))),
        needs=tuple(draw(st.permutations(network.needs))),
    )
