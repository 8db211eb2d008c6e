"""Thanks, days, things, limits, hopes, repair, stepping back: what the actions do and what Today may show."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from holdfast.accounts.models import Person
from holdfast.asks.actions import AskFacts, open_ask
from holdfast.asks.queries import candidates_of
from holdfast.domain.asks.candidates import Refusal, refusal_of
from holdfast.domain.asks.kinds import Kind, Stated
from holdfast.domain.network import Role, SupportKind, TieState
from holdfast.domain.steps import all_steps
from holdfast.network.actions import TouchFacts, log_touch, set_state
from holdfast.network.models import Tie, Touch
from holdfast.network.queries import situation_for
from holdfast.notices.models import Notice
from holdfast.supporters.models import Agreement
from holdfast.tending.dates import coming
from holdfast.tending.hopes import HopesFacts, card_of, write_hopes
from holdfast.tending.lent import due_back, note_back
from holdfast.tending.limits import note_crossing, pause_tie, revisit, revisit_due
from holdfast.tending.models import Crossing
from holdfast.tending.portable import dump
from holdfast.tending.reaching import in_touch
from holdfast.tending.repair import answer_promise, follow_ups_due, kept_said, promises_due, settle_conflict
from holdfast.tending.stepping_back import note_step, phasing_of, step_back, steps_of
from holdfast.tending.thanks import one_to_reread, owed, say_thanks
from holdfast.tending.today import MOST, What, things
from tests.asks.circle import agreed
from tests.browser import Browser
from tests.tending.conftest import Add
from tests.tending.tended import birthday, boundary, conflict, given_thanks, lent_book, promised

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def today(now: datetime) -> date:
    return now.date()


def helped(tie: Tie, on: date, now: datetime) -> Touch:
    return log_touch(by=tie.person, tie=tie, facts=TouchFacts(on, "received"), now=now)


# Thanks


@pytest.mark.parametrize(("ago", "is_owed"), [(0, True), (60, True), (61, False)])
def test_thanks_are_owed_for_sixty_days(ben: Tie, now: datetime, today: date, ago: int, is_owed: bool) -> None:
    helped(ben, today - ago * DAY, now)

    assert bool(owed(ben.person, today=today, now=now)) is is_owed


def test_thanks_said_are_no_longer_owed_and_may_be_kept(john: Person, ben: Tie, now: datetime, today: date) -> None:
    helped(ben, today, now)

    say_thanks(by=john, tie=ben, text="Thank you, truly", today=today, now=now)

    assert owed(john, today=today, now=now) == ()
    assert [row["text"] for row in dump(john)["thanks"]] == ["Thank you, truly"]


def test_nobody_from_whom_one_steps_back_is_owed_thanks(john: Person, ben: Tie, now: datetime, today: date) -> None:
    helped(ben, today, now)

    step_back(by=john, tie=ben, is_unsafe=False, now=now)

    assert owed(john, today=today, now=now) == ()


def test_words_heard_come_back_on_a_hard_day(john: Person, ben: Tie, now: datetime) -> None:
    given_thanks(ben, now, text="said by me")
    for word in ("one", "two", "three"):
        given_thanks(ben, now, is_given=False, text=word)

    read = {found.text for number in range(3) if (found := one_to_reread(john, now + number * DAY))}

    assert read == {"one", "two", "three"}


def test_words_of_somebody_one_steps_back_from_do_not_come_back(john: Person, ben: Tie, now: datetime) -> None:
    given_thanks(ben, now, is_given=False)

    step_back(by=john, tie=ben, is_unsafe=True, now=now)

    assert one_to_reread(john, now) is None


def test_without_words_there_is_nothing_to_reread(john: Person, maria: Person, ben: Tie, now: datetime) -> None:
    given_thanks(ben, now, is_given=False)

    assert one_to_reread(maria, now) is None


# Days


@pytest.mark.parametrize(("ahead", "is_coming"), [(0, True), (14, True), (15, False), (-1, False)])
def test_a_day_is_coming_for_two_weeks(ben: Tie, now: datetime, today: date, ahead: int, is_coming: bool) -> None:
    birthday(ben, now, today + ahead * DAY)

    assert bool(coming(ben.person, today)) is is_coming


def test_29_february_is_kept_on_the_28th(john: Person, ben: Tie, now: datetime) -> None:
    birthday(ben, now, date(2024, 2, 29), year=1980)

    (found,) = coming(john, date(2027, 2, 20))

    assert (found.on, found.years) == (date(2027, 2, 28), 47)


@pytest.mark.parametrize(("kind", "is_told"), [("birthday", False), ("loss", True)])
def test_of_a_tie_that_ended_only_a_day_of_loss_is_told(
    ben: Tie, now: datetime, today: date, kind: str, is_told: bool
) -> None:
    birthday(ben, now, kind=kind)
    set_state(by=ben.person, tie=ben, state=TieState.ENDED, now=now)

    assert bool(coming(ben.person, today)) is is_told


# Things


@pytest.mark.parametrize(
    ("kind", "due", "is_due"),
    [("lent", 3, True), ("lent", 4, False), ("borrowed", -1, True), ("lent", None, False)],
)
def test_what_is_lent_is_due_back(ben: Tie, now: datetime, kind: str, due: int | None, is_due: bool) -> None:
    today = now.date()
    lent_book(ben, now, due_on=None if due is None else today + due * DAY, kind=kind)

    assert bool(due_back(ben.person, today)) is is_due


def test_what_is_back_is_not_due(john: Person, ben: Tie, now: datetime, today: date) -> None:
    note_back(row=lent_book(ben, now, due_on=today), on=today)

    assert due_back(john, today) == []


# Limits


def test_a_pause_is_one_of_the_answers(john: Person, ben: Tie, now: datetime, today: date) -> None:
    found = boundary(ben, now)

    note_crossing(boundary=found, did=Crossing.Did.PAUSED, note="again", on=today, now=now)

    ben.refresh_from_db()
    assert ben.state == TieState.RESTING
    assert found.crossings.count() == 1


@pytest.mark.parametrize("did", [Crossing.Did.NOTHING, Crossing.Did.SAID_AGAIN, Crossing.Did.AS_CHOSEN])
def test_other_answers_leave_the_tie_as_it_is(ben: Tie, now: datetime, today: date, did: str) -> None:
    note_crossing(boundary=boundary(ben, now), did=did, note="", on=today, now=now)

    ben.refresh_from_db()
    assert ben.state == TieState.ACTIVE


def test_a_pause_brings_nobody_back_from_the_way_out(john: Person, ben: Tie, now: datetime) -> None:
    set_state(by=john, tie=ben, state=TieState.PHASING_OUT, now=now)

    assert pause_tie(by=john, tie=ben, now=now).state == TieState.PHASING_OUT


def test_a_limit_is_looked_at_again_on_its_day(john: Person, ben: Tie, now: datetime, today: date) -> None:
    found = boundary(ben, now, revisit_on=today)
    assert revisit_due(john, today) == [found]

    revisit(boundary=found, today=today)

    assert revisit_due(john, today + 89 * DAY) == []
    assert revisit_due(john, today + 90 * DAY) == [found]


# Hopes


def test_company_is_hoped_for_and_a_call_is_offered(john: Person, ben: Tie, now: datetime) -> None:
    """W80: to come along, and to phone."""
    facts = HopesFacts(["company"], "", ["talk"], "", None)

    write_hopes(by=john, tie=ben, facts=facts, now=now)

    card = card_of(ben)
    assert card.differences == ("You hope they can come along to an appointment. Ben does not offer this.",)
    assert card.also == ("talk",)
    assert "come along to an appointment" in card.opening


def test_an_agreement_is_the_card(john: Person, now: datetime) -> None:
    agreement = agreed(john, "Rosa", now, kinds={Kind.RIDE: Stated.DEPENDS})
    Agreement.objects.filter(pk=agreement.pk).update(hoped_kinds=["ride", "meal"])
    write_hopes(by=john, tie=agreement.tie, facts=HopesFacts(["childcare"], "", [], "", None), now=now)

    card = card_of(agreement.tie)

    assert card.agreement == agreement
    assert [len(card.differences), card.hoped] == [2, ("give me a ride", "bring a meal")]


# Repair


def test_a_follow_up_is_due_until_it_is_settled(john: Person, ben: Tie, now: datetime, today: date) -> None:
    found = conflict(ben, now, follow_up_on=today)
    assert follow_ups_due(john, today - DAY) == []
    assert follow_ups_due(john, today) == [found]

    settle_conflict(conflict=found, now=now)

    assert follow_ups_due(john, today) == []


def test_promises_are_counted_in_words(ben: Tie, now: datetime) -> None:
    found = conflict(ben, now)
    for is_kept in (True, False, True, None):
        answer_promise(promise=promised(found, now), is_kept=is_kept, now=now)

    assert kept_said(ben.small_promises.all(), "theirs") == "2 of 3 kept"
    assert kept_said(ben.small_promises.all(), "mine") == "none answered yet"


@pytest.mark.parametrize(("whose", "is_due"), [("mine", True), ("theirs", False)])
def test_only_my_own_promises_come_up(ben: Tie, now: datetime, today: date, whose: str, is_due: bool) -> None:
    promised(conflict(ben, now), now, whose=whose, due_on=today)

    assert bool(promises_due(ben.person, today)) is is_due


# Stepping back


def test_stepping_back_tells_nobody_and_asks_nothing(john: Person, now: datetime) -> None:
    rosa = agreed(john, "Rosa", now)
    before = Notice.objects.count()

    step_back(by=john, tie=rosa.tie, is_unsafe=True, now=now)

    (candidate,) = candidates_of(john, now=now)
    assert refusal_of(candidate, Kind.RIDE, now) is Refusal.PAUSED
    assert refusal_of(candidate, Kind.CRISIS, now) is Refusal.PAUSED
    open_ask(by=john, facts=AskFacts(Kind.RIDE, "x"), now=now)
    assert Notice.objects.count() == before


def test_nothing_is_suggested_about_whom_one_steps_back_from(
    john: Person, add: Add, now: datetime, today: date
) -> None:
    ann = add("Ann", Role.FRIEND, ago=30, gives={SupportKind.PRACTICAL: 3})
    helped(ann, today - 20 * DAY, now)

    step_back(by=john, tie=ann, is_unsafe=False, now=now)

    assert str(ann.pk) not in {step.subject for step in all_steps(situation_for(john, today=today))}
    assert not {str(ann.pk)} & {row.tie.id for rows in (in_touch(john, today=today).today,) for row in rows}
    assert [one for one in things(john, today=today, now=now) if one.tie_id == str(ann.pk)] == []


def test_steps_are_taken_and_taken_back(john: Person, ben: Tie, now: datetime, today: date) -> None:
    phasing = step_back(by=john, tie=ben, is_unsafe=False, now=now)

    note_step(phasing=phasing, key="trusted", on=today)
    note_step(phasing=phasing, key="less", on=today)
    note_step(phasing=phasing, key="less", on=None)
    note_step(phasing=phasing, key="unknown", on=today)

    found = phasing_of(ben)
    assert found is not None
    assert [step.key for step in steps_of(found) if step.done_on] == ["trusted"]


def test_a_tie_that_is_well_again_is_not_stepped_back_from(john: Person, ben: Tie, now: datetime) -> None:
    step_back(by=john, tie=ben, is_unsafe=False, now=now)

    set_state(by=john, tie=ben, state=TieState.ACTIVE, now=now)

    assert phasing_of(ben) is None


# Today


def test_today_has_one_of_each_before_a_second(john: Person, add: Add, now: datetime, today: date) -> None:
    for name in ("Ann", "Bo", "Cy"):
        tie = add(name, ago=40)
        birthday(tie, now)
        lent_book(tie, now, due_on=today)
        boundary(tie, now, revisit_on=today)

    found = things(john, today=today, now=now)

    assert len(found) == MOST
    assert {one.what for one in found[:4]} == {What.DATE, What.REACH_OUT, What.BACK, What.REVISIT}


def test_every_small_thing_has_words_and_a_way(john: Person, ben: Tie, now: datetime, today: date) -> None:
    helped(ben, today, now)
    birthday(ben, now, kind="loss")
    lent_book(ben, now, due_on=today - DAY, kind="borrowed")
    boundary(ben, now, revisit_on=today)
    found = conflict(ben, now, session_on=today)
    promised(found, now, whose="mine", due_on=today)

    told = things(john, today=today, now=now)

    assert all(one.title and one.reason and one.url.startswith("/") for one in told)
    assert [one.what for one in told] == [
        What.PROMISE,
        What.FOLLOW_UP,
        What.DATE,
        What.THANKS,
        What.BACK,
        What.REVISIT,
    ]


def test_another_person_sees_none_of_it(maria: Person, ben: Tie, now: datetime, today: date) -> None:
    helped(ben, today, now)
    birthday(ben, now)

    assert things(maria, today=today, now=now) == ()


@pytest.mark.parametrize("state", [TieState.PHASING_OUT, TieState.ENDED])
def test_words_of_somebody_one_parts_from_are_not_shown_on_a_hard_day(
    john: Person, ben: Tie, now: datetime, state: TieState
) -> None:
    given_thanks(ben, now, is_given=False)

    set_state(by=john, tie=ben, state=state, now=now)

    assert one_to_reread(john, now) is None


def test_a_hard_check_in_is_followed_by_kind_words(page: Browser, john: Person, ben: Tie, now: datetime) -> None:
    given_thanks(ben, now, is_given=False, text="You came when nobody else did.")

    after = page.press("/check-in/", {"feeling": "1"})

    assert "You came when nobody else did." in after.content.decode()
