"""Made-up records of what goes into a file."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid5

from hypothesis import strategies as st

from holdfast.domain.consent import Item, Purpose
from holdfast.domain.fhir.values import (
    Arranged,
    ArrangedState,
    Attended,
    CheckedIn,
    Consented,
    Counted,
    Felt,
    Goal,
    GoalState,
    Helper,
    Line,
    Measured,
    Plan,
    PlanKind,
    Record,
    Stretch,
)
from holdfast.domain.network import Role
from holdfast.domain.recovery_plan import Part

NOW = datetime(2026, 11, 20, 19, 30, tzinfo=UTC)
ROOT = UUID(int=7)


def key(*words: Any) -> UUID:
    """The same id for the same words."""
    return uuid5(ROOT, "/".join(map(str, words)))


def consented(**other: Any) -> Consented:
    """John's grant to a clinic, for ninety days."""
    facts: dict[str, Any] = {
        "id": key("grant"),
        "recipient": "Riverside, Dr Dee",
        "purpose": Purpose.CARE,
        "items": frozenset({Item.NETWORK, Item.SAFETY_PLAN, Item.RECOVERY_PLAN, Item.GOALS, Item.MEASURES}),
        "starts_at": NOW,
        "ends_at": datetime(2027, 2, 18, 19, 30, tzinfo=UTC),
        "signed_at": NOW,
    }
    return Consented(**(facts | other))


WEEK = Stretch(key("week ago"), date(2026, 11, 10), date(2026, 11, 16), 7)
WEEK_BEFORE = Stretch(key("two weeks ago"), date(2026, 11, 3), date(2026, 11, 9), 7)


def everything() -> Record:
    """A record with one of everything that a file can tell."""
    helpers = tuple(Helper(key(role), f"Somebody <{role}> & co", role, ("+1 312 555 0147",)) for role in Role)
    safety = tuple(Line(str(step), f"Line “{step}” <b>", ("Rosa",)) for step in range(1, 7))
    recovery = tuple(Line(part, f"About {part}\nand more", ("Rosa", "Ben")) for part in Part)
    states = list(GoalState)
    return Record(
        ROOT,
        "Jo & co",
        NOW,
        helpers=helpers,
        plans=(
            Plan(key("safety"), PlanKind.SAFETY, "My plan", NOW, safety),
            Plan(key("recovery"), PlanKind.RECOVERY, "My way", NOW, recovery),
        ),
        goals=tuple(
            Goal(key(state), f"Goal {state}", state, NOW.date(), date(2027, 1, 31), NOW.date(), "because", ("a", "b"))
            for state in states
        ),
        measured=(
            Measured(key("whole"), NOW.date(), "phq-4", "2009", "PHQ-4", {"total": 3.0, "gad2": 1.5}, (1, None, 2, 0)),
            Measured(key("open"), NOW.date(), "phq-4", "2009", "PHQ-4", {}, None, is_whole=False),
        ),
        checked_in=(CheckedIn(key("check"), NOW, 3, 0), CheckedIn(key("nothing"), NOW)),
        felt=(
            Felt(key("week"), "feeling", date(2026, 11, 9), date(2026, 11, 15), 3.25),
            Felt(key("urges"), "urge", date(2026, 11, 9), date(2026, 11, 15), 1 / 3),
        ),
        counted=(
            Counted(key("tea"), "without tea & <b>", "without", 3, 40, "", date(2026, 11, 17), (WEEK, WEEK_BEFORE)),
            Counted(key("less"), "less sugar", "less", 0, 0, "at most 2 spoons a day"),
            Counted(key("more"), "", "more", 1, 1, begun_on=date(2027, 1, 1)),
        ),
        attended=tuple(
            Attended(key(how), date(2026, 11, 2), "Tuesday <group>", how) for how in ("in_person", "online", "phone")
        ),
        arranged=tuple(
            Arranged(key(state, is_referral), "Harbour House", NOW, is_referral, state, "a bed", "Dr Dee", "no place")
            for state in ArrangedState
            for is_referral in (True, False)
        ),
        consents=tuple(consented(id=key(purpose), purpose=purpose) for purpose in Purpose),
    )


WORDS = st.text(max_size=60)
NAMES = st.text(min_size=1, max_size=40)
HELPERS = st.builds(
    Helper, st.uuids(), WORDS, st.sampled_from(Role), st.lists(WORDS, max_size=2).map(tuple), st.just(())
)
LINES = st.one_of(
    st.builds(Line, st.sampled_from(Part).map(str), WORDS, st.lists(WORDS, max_size=2).map(tuple)),
)
SAFETY_LINES = st.builds(Line, st.sampled_from("123456"), WORDS, st.lists(WORDS, max_size=2).map(tuple))
MOMENTS = st.datetimes(datetime(1990, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
DATES = st.dates(date(1950, 1, 1), date(2200, 1, 1))
PLANS = st.one_of(
    st.builds(Plan, st.uuids(), st.just(PlanKind.RECOVERY), WORDS, MOMENTS, st.lists(LINES, max_size=6).map(tuple)),
    st.builds(
        Plan, st.uuids(), st.just(PlanKind.SAFETY), WORDS, MOMENTS, st.lists(SAFETY_LINES, max_size=6).map(tuple)
    ),
)
GOALS = st.builds(
    Goal,
    st.uuids(),
    WORDS,
    st.sampled_from(GoalState),
    st.none() | DATES,
    st.none() | DATES,
    st.none() | DATES,
    WORDS,
    st.lists(WORDS, max_size=2).map(tuple),
)
CHECKS = st.builds(CheckedIn, st.uuids(), MOMENTS, st.none() | st.integers(1, 5), st.none() | st.integers(0, 10))
MEASURED = st.builds(
    Measured,
    st.uuids(),
    DATES,
    st.sampled_from(["phq-4", "ucla-3"]),
    st.just("2009"),
    NAMES,
    st.dictionaries(st.sampled_from(["total", "gad2", "phq2"]), st.floats(0, 100), max_size=3),
    st.none() | st.lists(st.none() | st.integers(0, 6), max_size=6).map(tuple),
    st.booleans(),
)
STRETCHES = st.builds(Stretch, st.uuids(), DATES, DATES, st.integers(0, 30_000))
COUNTED = st.builds(
    Counted,
    st.uuids(),
    WORDS,
    st.sampled_from(["without", "less", "more"]),
    st.integers(0, 30_000),
    st.integers(0, 30_000),
    WORDS,
    st.none() | DATES,
    st.lists(STRETCHES, max_size=2, unique_by=lambda one: one.id).map(tuple),
)
ATTENDED = st.builds(Attended, st.uuids(), DATES, WORDS, st.sampled_from(["in_person", "online", "phone"]))
CONSENTS = st.builds(
    Consented,
    st.uuids(),
    WORDS,
    st.sampled_from(Purpose),
    st.frozensets(st.sampled_from(Item), min_size=1),
    MOMENTS,
    MOMENTS,
    MOMENTS,
)
RECORDS = st.builds(
    Record,
    subject=st.uuids(),
    called=WORDS,
    made_at=MOMENTS,
    helpers=st.none() | st.lists(HELPERS, max_size=4, unique_by=lambda one: one.id).map(tuple),
    plans=st.lists(PLANS, max_size=2, unique_by=lambda one: one.kind).map(tuple),
    goals=st.lists(GOALS, max_size=3, unique_by=lambda one: one.id).map(tuple),
    checked_in=st.lists(CHECKS, max_size=2, unique_by=lambda one: one.id).map(tuple),
    measured=st.lists(MEASURED, max_size=2, unique_by=lambda one: one.id).map(tuple),
    counted=st.lists(COUNTED, max_size=2, unique_by=lambda one: one.id).map(tuple),
    attended=st.lists(ATTENDED, max_size=2, unique_by=lambda one: one.id).map(tuple),
    consents=st.lists(CONSENTS, max_size=2, unique_by=lambda one: one.id).map(tuple),
)
