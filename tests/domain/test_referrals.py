"""The order of a referral: tables for who may do what, and laws that hold for any story."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.domain.referrals import ORDER, WAITS, Act, Course, NotNow, Step, Who, acts_for, after, step_of, wait_of

DAY = timedelta(days=1)
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
WAYS = {
    Step.PROPOSED: (),
    Step.AGREED: ((Act.AGREE, Who.PERSON),),
    Step.SENT: ((Act.AGREE, Who.PERSON), (Act.SEND, Who.TEAM)),
    Step.RECEIVED: ((Act.AGREE, Who.PERSON), (Act.SEND, Who.TEAM), (Act.RECEIVE, Who.TEAM)),
    Step.VISITED: ((Act.AGREE, Who.PERSON), (Act.SEND, Who.TEAM), (Act.VISIT, Who.PERSON)),
    Step.CLOSED: ((Act.AGREE, Who.PERSON), (Act.CLOSE, Who.PERSON)),
    Step.DECLINED: ((Act.DECLINE, Who.PERSON),),
}


def course_at(step: Step, *, is_on_host: bool = False) -> Course:
    course = Course(NOON, is_on_host=is_on_host)
    for act, who in WAYS[step]:
        by = Who.OTHER if act is Act.RECEIVE and is_on_host else who
        course = after(course, act, by, at=NOON, on=NOON.date())
    return course


@pytest.mark.parametrize(
    ("step", "who", "acts"),
    [
        (Step.PROPOSED, Who.PERSON, "agree decline"),
        (Step.PROPOSED, Who.TEAM, "close"),
        (Step.PROPOSED, Who.OTHER, ""),
        (Step.AGREED, Who.PERSON, "close"),
        (Step.AGREED, Who.TEAM, "send close"),
        (Step.AGREED, Who.OTHER, ""),
        (Step.SENT, Who.PERSON, "visit close"),
        (Step.SENT, Who.TEAM, "receive visit close"),
        (Step.SENT, Who.OTHER, ""),
        (Step.RECEIVED, Who.PERSON, "visit close"),
        (Step.RECEIVED, Who.TEAM, "visit close"),
        (Step.VISITED, Who.PERSON, "close"),
        (Step.VISITED, Who.TEAM, "close"),
        (Step.VISITED, Who.OTHER, ""),
        (Step.CLOSED, Who.PERSON, ""),
        (Step.DECLINED, Who.TEAM, ""),
    ],
)
def test_each_may_do_what_the_step_allows(step: Step, who: Who, acts: str) -> None:
    assert acts_for(course_at(step), who) == set(acts.split())


@pytest.mark.parametrize(
    ("step", "who", "acts"),
    [
        (Step.SENT, Who.TEAM, "visit close"),
        (Step.SENT, Who.OTHER, "receive close"),
        (Step.RECEIVED, Who.OTHER, "close"),
        (Step.AGREED, Who.OTHER, ""),
    ],
)
def test_a_programme_on_this_host_says_itself_that_it_arrived(step: Step, who: Who, acts: str) -> None:
    assert acts_for(course_at(step, is_on_host=True), who) == set(acts.split())


@pytest.mark.parametrize(
    ("step", "since", "is_late"),
    [
        (Step.PROPOSED, 400 * DAY, False),
        (Step.AGREED, 2 * DAY - timedelta(seconds=1), False),
        (Step.AGREED, 2 * DAY, True),
        (Step.SENT, 7 * DAY - timedelta(seconds=1), False),
        (Step.SENT, 9 * DAY, True),
        (Step.RECEIVED, 13 * DAY, False),
        (Step.RECEIVED, 14 * DAY, True),
        (Step.VISITED, 29 * DAY, False),
        (Step.VISITED, 30 * DAY, True),
    ],
)
def test_says_what_waits_too_long(step: Step, since: timedelta, is_late: bool) -> None:
    waits = wait_of(course_at(step), now=NOON + since)

    assert waits
    assert (waits.step, waits.days, waits.is_late) == (step, since.days, is_late)


@pytest.mark.parametrize("step", [Step.CLOSED, Step.DECLINED])
def test_nothing_waits_once_it_is_over(step: Step) -> None:
    assert wait_of(course_at(step), now=NOON + 99 * DAY) is None


def test_a_visit_needs_its_day() -> None:
    with pytest.raises(NotNow):
        after(course_at(Step.SENT), Act.VISIT, Who.PERSON, at=NOON)


stories = st.lists(st.tuples(st.sampled_from(Act), st.sampled_from(Who)), max_size=12)


def played(story: list[tuple[Act, Who]], *, is_on_host: bool) -> list[Course]:
    """Every state of a story in which some try what they may not."""
    courses = [Course(NOON, is_on_host=is_on_host)]
    for number, (act, who) in enumerate(story, start=1):
        try:
            courses.append(after(courses[-1], act, who, at=NOON + number * DAY, on=NOON.date() + number * DAY))
        except NotNow:
            continue
    return courses


@given(stories, st.booleans())
def test_a_referral_only_goes_on(story: list[tuple[Act, Who]], is_on_host: bool) -> None:
    ranks = {**{step: rank for rank, step in enumerate(ORDER)}, Step.DECLINED: len(ORDER)}

    reached = [ranks[step_of(course)] for course in played(story, is_on_host=is_on_host)]

    assert reached == sorted(set(reached))


@given(stories, st.booleans())
def test_nothing_is_sent_before_the_person_agreed(story: list[tuple[Act, Who]], is_on_host: bool) -> None:
    courses = played(story, is_on_host=is_on_host)

    assert all(course.agreed_at and course.agreed_at < course.sent_at for course in courses if course.sent_at)


@given(stories, st.booleans())
def test_the_person_can_end_it_at_every_step(story: list[tuple[Act, Who]], is_on_host: bool) -> None:
    last = played(story, is_on_host=is_on_host)[-1]

    ways_out = acts_for(last, Who.PERSON) & {Act.CLOSE, Act.DECLINE}

    assert bool(ways_out) is (step_of(last) not in {Step.CLOSED, Step.DECLINED})


@given(stories, st.integers(0, 100), st.integers(0, 100))
def test_what_is_late_stays_late(story: list[tuple[Act, Who]], first: int, more: int) -> None:
    last = played(story, is_on_host=False)[-1]
    begin = NOON + len(story) * DAY

    earlier, later = (wait_of(last, now=begin + days * DAY) for days in (first, first + more))

    assert (earlier is None) is (later is None)
    assert earlier is None or later is None or (later.days >= earlier.days and later.is_late >= earlier.is_late)


def test_the_persons_answer_is_never_late() -> None:
    assert Step.PROPOSED not in WAITS
