"""Why somebody is asked, or not: the facts a page says in words."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given

from holdfast.domain.asks.candidates import Candidate, Refusal
from holdfast.domain.asks.explaining import Explained, Fact, Kept, Past, Reason, explained
from holdfast.domain.asks.hours import WeekHours, every_day
from holdfast.domain.asks.kinds import Kind, Stated
from holdfast.domain.asks.planning import Asking, plan
from tests.domain.asks.people import ANA, NOON, PATIENT, ask, askings, candidates, somebody

ASKED_BEFORE = {"last_asked_at": NOON - timedelta(days=21)}


def why(*people: Candidate, asking: Asking | None = None, pasts: dict[str, Past] | None = None) -> Explained:
    asking = asking or ask()
    return explained(asking, plan(asking, people, NOON), people, NOON, pasts or {})


@PATIENT
@given(askings(), candidates())
def test_the_numbers_told_are_the_numbers_of_the_plan(asking: Asking, people: list[Candidate]) -> None:
    made = plan(asking, people, NOON)

    told = explained(asking, made, people, NOON)
    assert [one.step for one in told.asked] == list(made.steps)
    assert [(one.candidate, one.why) for one in told.spared] == [
        (one.candidate, one.why or Kept.FOR_LATER) for one in made.not_asked
    ]
    assert (told.chance, told.most) == (made.chance, made.most)


@PATIENT
@given(askings(), candidates())
def test_whatever_is_told_of_minutes_is_from_this_persons_own_asks(asking: Asking, people: list[Candidate]) -> None:
    past = {one.id: Past(1, 5, 12.5) for one in people}

    for one in explained(asking, plan(asking, people, NOON), people, NOON, past).asked:
        assert all(reason.minutes in (None, 12.5) for reason in one.reasons)


def test_what_they_said_themselves_comes_first() -> None:
    assert why(ANA).asked[0].reasons == (Reason(Fact.STATED, stated=Stated.GLADLY), Reason(Fact.NEW))


def test_an_offer_that_holds_then_is_told() -> None:
    drives = somebody("Ben", offers=((Kind.RIDE, WeekHours(every_day(11 * 60, 14 * 60))),))

    assert why(drives).asked[0].reasons[0] == Reason(Fact.OFFER)


def test_an_offer_at_another_hour_is_not() -> None:
    drives = somebody("Ben", offers=((Kind.RIDE, WeekHours(every_day(1 * 60, 2 * 60))),))

    assert Fact.OFFER not in {reason.fact for reason in why(drives).asked[0].reasons}


def test_how_long_ago_they_were_asked_is_told() -> None:
    reasons = why(somebody("Ben", **ASKED_BEFORE)).asked[0].reasons

    assert reasons[-1] == Reason(Fact.LAST_ASKED, ago=timedelta(days=21))


def test_two_asks_say_nothing_of_how_somebody_answers() -> None:
    reasons = why(somebody("Ben", **ASKED_BEFORE), pasts={"ben": Past(2, 2)}).asked[0].reasons

    assert {reason.fact for reason in reasons} == {Fact.STATED, Fact.LAST_ASKED}


def test_three_do() -> None:
    reasons = why(somebody("Ben", **ASKED_BEFORE), pasts={"ben": Past(2, 3, 4.0)}).asked[0].reasons

    assert Reason(Fact.SAID_YES, yes=2, of=3) in reasons
    assert Reason(Fact.MINUTES, minutes=4.0) in reasons


def test_nobody_reads_that_a_friend_never_said_yes() -> None:
    reasons = why(somebody("Ben", **ASKED_BEFORE), pasts={"ben": Past(0, 5)}).asked[0].reasons

    assert Fact.SAID_YES not in {reason.fact for reason in reasons}


def test_who_may_be_woken_is_told_in_a_crisis_only() -> None:
    wakes = somebody("Ben", wakes=True)

    assert Reason(Fact.WAKES) in why(wakes, asking=ask(Kind.CRISIS)).asked[0].reasons
    assert Reason(Fact.WAKES) not in why(wakes).asked[0].reasons


def test_quiet_hours_say_when_they_end() -> None:
    late = somebody("Ben", hours=WeekHours(((3 * 1440 + 19 * 60, 3 * 1440 + 19 * 60 + 30),)))
    spared = why(late, asking=ask(answer_by=NOON + timedelta(hours=8))).spared

    assert [(one.why, one.until) for one in spared] == [(Refusal.HOURS, NOON + timedelta(hours=7))]


def test_a_respite_beyond_the_ask_says_no_date() -> None:
    spared = why(somebody("Ben", away_until=NOON + timedelta(days=9))).spared

    assert [(one.why, one.until) for one in spared] == [(Refusal.RESPITE, None)]


def test_an_ask_that_nobody_is_likely_to_answer_falls_short() -> None:
    assert why(ANA).falls_short
    assert not why(*(somebody(f"S{number}") for number in range(8))).falls_short
