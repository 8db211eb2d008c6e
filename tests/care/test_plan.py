"""The plan: written from the map and in one's own words, read live, never losing a seat in silence."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from holdfast.accounts.models import Person
from holdfast.asks.models import Ask
from holdfast.care.actions import (
    MOST_LINES,
    LineFacts,
    StepFull,
    add_from_map,
    add_line,
    begin_plan,
    change_line,
    move_line,
    note_review,
)
from holdfast.care.models import PlanLine, SafetyPlan
from holdfast.care.queries import plan_shown
from holdfast.care.today import review_waiting
from holdfast.checkins.checking import CheckInFacts, check_in
from holdfast.checkins.coping import add_step, steps_of
from holdfast.checkins.urges import HardFacts, write_hard_moment
from holdfast.domain.asks.kinds import Kind
from holdfast.domain.network import Role, TieState
from holdfast.domain.safety_plan import Step
from holdfast.home.actions import erase_account
from holdfast.network.actions import ChannelFacts, TieFacts, change_tie, remove_tie, set_state
from holdfast.network.models import Tie
from tests.browser import Browser
from tests.care.conftest import Add
from tests.home.test_copies import round_trip

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def words_of(page: Browser, path: str) -> str:
    return page.get(path).content.decode().split("<main")[1].split("</main>")[0]


def on_help(person: Person, tie: Tie, now: datetime) -> PlanLine:
    return add_from_map(by=person, step=Step.HELP, ties=[tie], now=now)[0]


# Writing


def test_somebody_of_the_map_stands_on_a_step_by_one_tap(page: Browser, rosa: Tie) -> None:
    page.press("/plan/4/", {"tie": str(rosa.pk)})

    text = words_of(page, "/plan/")
    assert "Rosa" in text
    assert 'href="tel:+13125550147"' in text


def test_a_name_and_a_number_are_read_from_the_map_at_every_look(
    page: Browser, john: Person, rosa: Tie, present: datetime
) -> None:
    on_help(john, rosa, present)

    facts = TieFacts("Rosa Maria", Role.SIBLING, channels=(ChannelFacts("phone", "+1 312 555 0999"),))
    change_tie(by=john, tie=rosa, networks=rosa.networks.all(), facts=facts, now=present)

    text = words_of(page, "/plan/")
    assert "Rosa Maria" in text
    assert "tel:+13125550999" in text
    assert "0147" not in text


def test_nobody_stands_on_a_step_twice(john: Person, rosa: Tie, present: datetime) -> None:
    on_help(john, rosa, present)

    assert add_from_map(by=john, step=Step.HELP, ties=[rosa], now=present) == []
    assert PlanLine.objects.count() == 1


def test_what_i_can_do_myself_is_one_list_everywhere(page: Browser, john: Person, present: datetime) -> None:
    add_step(by=john, text="Walk to the lake", now=present)

    page.press("/plan/2/", {"text": "Play one song"})

    assert [step.text for step in steps_of(john)] == ["Walk to the lake", "Play one song"]
    assert not PlanLine.objects.exists()
    assert "Walk to the lake" in words_of(page, "/plan/")
    assert SafetyPlan.objects.get().person == john


def test_a_number_is_kept_with_somebody_who_is_not_on_the_map(page: Browser) -> None:
    page.press("/plan/5/", {"text": "Night desk", "number": "312 555 0190", "note": "at night"})

    text = words_of(page, "/plan/")
    assert "tel:3125550190" in text
    assert "at night" in text


@pytest.mark.parametrize(("number", "texts"), [("988", False), ("+1 312 555 0190", True)])
def test_a_short_number_is_called_not_texted(page: Browser, number: str, texts: bool) -> None:
    page.press("/plan/5/", {"text": "A line", "number": number})

    step = words_of(page, "/plan/walk/").split('id="plan-5"')[1].split("</ul>")[0]
    assert ("sms:" in step) is texts


@pytest.mark.parametrize(
    ("sent", "error"),
    [
        ({"text": " "}, "Write something first."),
        ({"text": "Night desk", "number": "no idea"}, "Enter a number that a phone can call."),
        ({"text": "x" * 301}, "at most 300"),
    ],
)
def test_says_what_to_change_and_keeps_what_was_typed(page: Browser, sent: dict[str, str], error: str) -> None:
    answer = page.post("/plan/5/", {**sent, "note": "after nine"}).content.decode()

    assert error in answer
    assert 'value="after nine"' in answer
    assert not PlanLine.objects.exists()


def test_somebody_elses_people_cannot_be_put_into_a_plan(maria: Person, rosa: Tie) -> None:
    other = Browser()
    other.force_login(maria)

    other.post("/plan/4/", {"tie": str(rosa.pk)})

    assert not PlanLine.objects.exists()


@pytest.mark.parametrize("tie", ["absent", ""])
def test_nonsense_instead_of_a_tie_changes_nothing(page: Browser, tie: str) -> None:
    page.post("/plan/4/", {"tie": tie})

    assert not PlanLine.objects.exists()


def test_a_line_is_moved_changed_and_taken_off(page: Browser, john: Person, present: datetime) -> None:
    first, second = (
        add_line(by=john, step=Step.WARNING, facts=LineFacts(text), now=present) for text in ("One", "Two")
    )

    page.press(f"/plan/line/{second.pk}/move/", {"to": "up"})
    text = words_of(page, "/plan/1/")
    assert text.index("Two") < text.index("One")

    page.press(f"/plan/line/{first.pk}/", {"do": "keep", "text": "Other words"})
    assert "Other words" in words_of(page, "/plan/1/")

    page.press(f"/plan/line/{first.pk}/", {"do": "remove"})
    assert "Other words" not in words_of(page, "/plan/1/")


def test_of_somebody_on_the_map_only_the_note_is_changed_here(john: Person, rosa: Tie, present: datetime) -> None:
    line = on_help(john, rosa, present)

    change_line(line=line, facts=LineFacts("Somebody", "1234567", "Say: come over"), now=present)

    line.refresh_from_db()
    assert (line.text, line.number, line.note) == ("", "", "Say: come over")


def test_at_the_end_of_a_step_nothing_moves(john: Person, present: datetime) -> None:
    line = add_line(by=john, step=Step.WARNING, facts=LineFacts("One"), now=present)

    move_line(line=line, up=True, now=present)
    move_line(line=line, up=False, now=present)

    assert PlanLine.objects.get().position == 1


def test_a_step_can_be_full(page: Browser, john: Person, present: datetime) -> None:
    for number in range(MOST_LINES):
        add_line(by=john, step=Step.WARNING, facts=LineFacts(f"Sign {number}"), now=present)

    with pytest.raises(StepFull):
        add_line(by=john, step=Step.WARNING, facts=LineFacts("One more"), now=present)
    assert "This step is full." in page.post("/plan/1/", {"text": "One more"}).content.decode()


def test_words_names_and_numbers_are_sealed(john: Person, present: datetime) -> None:
    add_line(by=john, step=Step.CARE, facts=LineFacts("Heron", "5550190", "quartz"), now=present)

    with connection.cursor() as cursor:
        cursor.execute("SELECT text, number, note FROM care_planline")
        stored = b"".join(bytes(value) for value in cursor.fetchone())

    assert not [word for word in (b"Heron", b"5550190", b"quartz") if word in stored]


# Who is gone


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (TieState.RESTING, "Rosa is resting on your map."),
        (TieState.PHASING_OUT, "You are stepping back from Rosa."),
        (TieState.ENDED, "It has ended with Rosa."),
    ],
)
def test_a_seat_that_is_open_again_is_said_and_leads_to_nobody(
    page: Browser, rosa: Tie, present: datetime, state: TieState, words: str
) -> None:
    on_help(rosa.person, rosa, present)

    set_state(by=rosa.person, tie=rosa, state=state, now=present)

    pages = [words_of(page, f"/plan/{path}") for path in ("", "4/", "walk/", "review/", "paper/")]
    assert [text for text in pages if f"{words} This seat is open." not in text or "0147" in text] == []


def test_the_seat_of_somebody_taken_off_the_map_stays(
    page: Browser, john: Person, rosa: Tie, present: datetime
) -> None:
    on_help(john, rosa, present)

    remove_tie(tie=rosa)

    text = words_of(page, "/plan/")
    assert "Somebody stood here who is no longer on your map." in text
    assert "Rosa" not in text


def test_an_open_seat_does_not_fill_its_step(john: Person, rosa: Tie, present: datetime) -> None:
    on_help(john, rosa, present)
    set_state(by=john, tie=rosa, state=TieState.ENDED, now=present)

    step = plan_shown(john, now=present).steps[Step.HELP - 1]

    assert step.is_open


# In a hard hour


def test_is_walked_in_order_with_links_inside_the_page_alone(page: Browser, rosa: Tie, present: datetime) -> None:
    on_help(rosa.person, rosa, present)

    text = words_of(page, "/plan/walk/")

    places = [text.index(f'id="plan-{number}"') for number in range(1, 7)]
    assert places == sorted(places)
    assert 'href="#plan-5"' in text
    assert "tel:988" in text
    assert "<form" not in text


def test_stands_on_the_page_for_now_once_it_is_begun(page: Browser, john: Person, present: datetime) -> None:
    assert "/plan/walk/" not in words_of(page, "/now/")

    begin_plan(by=john, now=present)

    assert "/plan/walk/" in words_of(page, "/now/")


def test_is_in_the_copy_for_no_network(page: Browser, john: Person, rosa: Tie, present: datetime) -> None:
    on_help(john, rosa, present)
    add_line(by=john, step=Step.WARNING, facts=LineFacts("I stop sleeping"), now=present)
    page.post("/now/keep/", {"keep": "yes"})

    plan = words_of(page, "/now/kept/").split('id="plan"')[1]

    assert "I stop sleeping" in plan
    assert "tel:+13125550147" in plan
    assert 'href="/' not in plan.split("</section>\n")[0]


def test_is_not_in_the_copy_that_everybody_has(page: Browser, john: Person, present: datetime) -> None:
    add_line(by=john, step=Step.WARNING, facts=LineFacts("I stop sleeping"), now=present)

    assert "I stop sleeping" not in page.get("/now/lines/").content.decode()


def test_is_offered_after_a_very_hard_check_in(page: Browser, john: Person, present: datetime) -> None:
    begin_plan(by=john, now=present)
    row = check_in(by=john, facts=CheckInFacts(feeling=1), now=present)

    assert "/plan/walk/" in words_of(page, f"/check-in/{row.pk}/then/")


# Looking it over


def test_nothing_is_due_before_a_plan_is_begun(john: Person, present: datetime) -> None:
    write_hard_moment(by=john, facts=HardFacts(), now=present - 2 * DAY)

    assert review_waiting(john, now=present) is None


def test_the_first_page_offers_it_after_90_days(page: Browser, john: Person, present: datetime) -> None:
    begin_plan(by=john, now=present - 90 * DAY)

    assert "Look your plan over" in words_of(page, "/today/")


@pytest.mark.parametrize("which", ["written", "asked"])
def test_a_hard_moment_asks_for_a_look_and_one_look_is_enough(john: Person, present: datetime, which: str) -> None:
    begin_plan(by=john, now=present - 9 * DAY)
    then = present - 2 * DAY
    if which == "written":
        write_hard_moment(by=john, facts=HardFacts(), now=then)
    else:
        Ask.objects.create(person=john, kind=Kind.CRISIS, created_at=then, held_until=then, answer_by=then)
    assert review_waiting(john, now=present)

    note_review(by=john, now=present)

    assert review_waiting(john, now=present) is None


def test_the_review_names_what_changed(page: Browser, john: Person, add: Add, present: datetime) -> None:
    begin_plan(by=john, now=present - 100 * DAY)
    ana, ben = add("Ana"), add("Ben", Role.FRIEND, "+1 312 555 0102")
    add_from_map(by=john, step=Step.HELP, ties=[ana, ben], now=present)
    set_state(by=john, tie=ben, state=TieState.ENDED, now=present)
    add("Nina")

    text = words_of(page, "/plan/review/")

    assert "It has ended with Ben." in text
    assert "A number would help" in text
    assert "Making my surroundings safer" in text
    assert "Nina" in text


def test_an_open_seat_is_taken_off_from_the_review(page: Browser, john: Person, rosa: Tie, present: datetime) -> None:
    line = on_help(john, rosa, present)
    set_state(by=john, tie=rosa, state=TieState.ENDED, now=present)

    answer = page.press(f"/plan/line/{line.pk}/", {"do": "remove", "review": "1"})

    assert answer.redirect_chain[-1][0] == "/plan/review/"
    assert not PlanLine.objects.exists()


def test_before_it_is_begun_there_is_nothing_to_look_over(page: Browser) -> None:
    assert page.get("/plan/review/").headers["Location"] == "/plan/"


# Its own


def test_the_same_plan_comes_back(john: Person, rosa: Tie, add: Add, present: datetime) -> None:
    on_help(john, rosa, present)
    gone = add("Ben")
    on_help(john, gone, present)
    remove_tie(tie=gone)
    add_line(by=john, step=Step.CARE, facts=LineFacts("Night desk", "5550190", "at night"), now=present)
    add_step(by=john, text="Walk", now=present)
    note_review(by=john, now=present)

    other = round_trip(john)

    assert _said(other) == _said(john)
    assert SafetyPlan.objects.get(person=other).reviewed_at == present


def _said(person: Person) -> list[Any]:
    lines = plan_shown(person, now=None).lines
    return [(line.seat.step, line.seat.name, line.note, line.ways, line.gone) for line in lines]


def test_erasing_the_account_leaves_nothing_of_it(john: Person, rosa: Tie, present: datetime) -> None:
    on_help(john, rosa, present)

    erase_account(by=john, now=present)

    assert not PlanLine.objects.exists()
    assert not SafetyPlan.objects.exists()


@pytest.mark.parametrize("path", ["/plan/", "/plan/4/", "/plan/walk/", "/plan/review/", "/plan/paper/", "/now/"])
def test_asks_the_database_no_more_for_many(page: Browser, john: Person, add: Add, path: str) -> None:
    present = timezone.now()

    def ask() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert page.get(path).status_code == 200
        return len(queries)

    def more(number: int) -> None:
        ties = [add(f"Tie {number}-{one}", Role.FRIEND, "+1 312 555 0147") for one in range(2)]
        add_from_map(by=john, step=Step.HELP, ties=ties, now=present)
        add_line(by=john, step=Step.WARNING, facts=LineFacts("x"), now=present)

    more(0)
    ask()
    few = ask()
    for number in range(1, 5):
        more(number)

    assert ask() <= few
