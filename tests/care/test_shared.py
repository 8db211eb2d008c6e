"""What somebody else sees: of each item only its own fields, never a note, never anybody's words but those meant."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db.models import Max
from django.template.loader import render_to_string

from holdfast.accounts.models import Person
from holdfast.care import actions, recovery
from holdfast.care.access import plan_lines_of
from holdfast.checkins import attendance, commitments, goals, workbooks
from holdfast.checkins.checking import CheckInFacts, check_in
from holdfast.checkins.coping import add_step
from holdfast.checkins.counters import CounterFacts, add_counter
from holdfast.checkins.models import Answered, Chip, Counter, Day, LookAgain, Setback, Wishes
from holdfast.checkins.setbacks import SetbackFacts, write_setback
from holdfast.checkins.shelf import shelf
from holdfast.checkins.urges import HardFacts, UrgeFacts, log_urge, write_hard_moment
from holdfast.consent.items import all_shown, shown_as
from holdfast.domain.consent import Item
from holdfast.domain.network import Role, SupportKind
from holdfast.domain.recovery_plan import Part
from holdfast.domain.safety_plan import Step
from holdfast.network import actions as network
from holdfast.network.models import Tie
from holdfast.sealing.fields import SealedTextField
from holdfast.supporters.actions import Hopes, invite
from tests.asks.circle import agreed
from tests.care.conftest import Add
from tests.lint import Page
from tests.words import AVOID

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)

ALLOWED: dict[Item, set[str]] = {
    Item.SAFETY_PLAN: {
        "care.PlanLine.text",
        "care.PlanLine.note",
        "checkins.CopingStep.text",
        "network.Tie.name",
        "network.Channel.value",
    },
    Item.RECOVERY_PLAN: {
        "care.RecoveryLine.text",
        "care.RecoveryHelper.does",
        "network.Tie.name",
        "checkins.Goal.text",
    },
    Item.NETWORK: set(),
    Item.CHECK_INS: set(),
    Item.DAYS: {"checkins.Counter.name", "checkins.Counter.unit"},
    Item.GOALS: {"checkins.Goal.text", "checkins.GoalStep.text"},
    Item.MEASURES: set(),
    Item.ATTENDANCE: {"checkins.Attendance.name"},
}
"""The sealed fields whose words each item may show. `PlanLine.note` is when somebody can be called: part of the plan.
`PlanLine.number` is shown only as a number that a phone can call, which a mark is not."""


def sealed_fields() -> Iterator[tuple[Any, str]]:
    """Every sealed field of every table of ours."""
    for model in apps.get_models():
        if model.__module__.startswith("holdfast."):
            for field in model._meta.get_fields():
                if isinstance(field, SealedTextField):
                    yield model, field.name


def marked(model: Any, field: str) -> str:
    """The secret that stands in a field."""
    return f"zq{model._meta.label}.{field}qz"


@pytest.fixture
def life(john: Person, add: Add, present: datetime) -> Person:
    """John with a row in every table that an item could draw from."""
    rosa = add("Rosa", Role.SIBLING, "+1 312 555 0147", takes_calls=True, gives={SupportKind.EMOTIONAL: 3})
    group, dee = add("Tuesday", Role.SUPPORT_GROUP), add("Dee", Role.THERAPIST)
    main = network.main_network(by=john, name="My network", now=present)
    network.add_need(by=john, network=main, facts=network.NeedFacts("A ride", SupportKind.FINANCIAL), now=present)
    network.log_touch(by=john, tie=rosa, facts=network.TouchFacts(present.date(), note="x"), now=present)
    _plans(john, rosa, present)
    _entries(john, present)
    for tie in (group, dee, None):
        facts = attendance.AttendanceFacts(present.date(), "Place", tie, others=(rosa,), note="x")
        attendance.log_attendance(by=john, facts=facts, now=present)
    agreed(john, "Ben", present)
    invite(by=john, tie=dee, hopes=Hopes("x", "x"), now=present)
    _mark_everything()
    return john


def _plans(john: Person, rosa: Tie, now: datetime) -> None:
    for step in (one for one in Step if one is not Step.OWN):
        actions.add_line(by=john, step=step, facts=actions.LineFacts("x", "5550190", "x"), now=now)
    actions.add_from_map(by=john, step=Step.HELP, ties=[rosa], now=now)
    add_step(by=john, text="x", now=now)
    for part in Part:
        row = recovery.add_line(by=john, part=part, text="x", now=now)
        recovery.set_helper(line=row, tie=rosa, does="x", now=now)
    goal = goals.add_goal(by=john, facts=goals.GoalFacts("x", "x", steps=("x", "x")), now=now)
    goals.size_goal(goal=goal, on_a_bad_day=False, smaller="x")
    recovery.add_goal(by=john, goal=goal, now=now)


def _entries(john: Person, now: datetime) -> None:
    for week in range(4):
        check_in(by=john, facts=CheckInFacts(feeling=3, urge=4, note="x"), now=now - week * 7 * DAY)
    log_urge(by=john, facts=UrgeFacts(strength=4, trigger="x", helped="x"), now=now)
    write_hard_moment(by=john, facts=HardFacts(happened="x", did="x"), now=now)
    counter = add_counter(by=john, facts=CounterFacts("x"), started_at=now - 9 * DAY, now=now)
    less = CounterFacts("x", aim=Counter.Aim.LESS, unit="x", bound=2)
    add_counter(by=john, facts=less, started_at=now - 9 * DAY, now=now)
    write_setback(counter=counter, facts=SetbackFacts(now - 3 * DAY, now - 3 * DAY, note="x"), now=now)
    Chip.objects.create(person=john, text="x", line="x", earned_on=now.date(), created_at=now)
    Day.objects.create(person=john, on=now.date(), intention="x", review="x", created_at=now)
    LookAgain.objects.create(
        person=john, on=now.date(), since_on=now.date(), went_well="x", was_hard="x", next_small="x", created_at=now
    )
    commitments.add_commitment(by=john, facts=commitments.CommitmentFacts("x", due_on=now.date()), now=now)
    workbooks.begin_workbook(by=john, name="x", titles=("x",), now=now)
    _answered(john, now)


def _answered(john: Person, now: datetime) -> None:
    instrument = shelf().known[next(key for key in shelf().known if key[0] == "phq-4")]
    for days in (60, 30, 1):
        Answered.objects.create(
            person=john,
            instrument=instrument.key,
            version=instrument.version,
            language="en",
            on=(now - days * DAY).date(),
            answers="[1, 2, 1, 0]",
            created_at=now - days * DAY,
        )


KEPT_AS_IS = {"checkins.Answered.answers", "care.RecoveryVersion.body"}
"""JSON that is read."""


def _mark_everything() -> None:
    for model, field in sealed_fields():
        if f"{model._meta.label}.{field}" not in KEPT_AS_IS:
            for row in model.objects.all():
                setattr(row, field, marked(model, field))
                row.save()


def drawn(person: Person, item: Item, now: datetime) -> str:
    """The item as its template shows it."""
    how = shown_as(item)
    assert how is not None
    shown = how.read(person, now)
    assert shown is not None
    return render_to_string(how.template, {**shown, "shown": shown})


@pytest.mark.parametrize("item", list(Item))
def test_of_each_item_only_its_own_fields_appear(life: Person, present: datetime, item: Item) -> None:
    text = drawn(life, item, present)

    assert set(re.findall(r"zq(.*?)qz", text)) == ALLOWED[item] & written()


def written() -> set[str]:
    """The fields in which a secret stands at all."""
    return {f"{model._meta.label}.{field}" for model, field in sealed_fields() if model.objects.exists()}


def test_secrets_stand_in_every_table_that_items_draw_from(life: Person) -> None:
    meant = set().union(*ALLOWED.values())

    assert meant <= written()
    assert len(written()) >= 20


@pytest.mark.parametrize("item", list(Item))
def test_no_item_uses_a_word_to_avoid_or_the_same_id_twice(life: Person, present: datetime, item: Item) -> None:
    page = Page(drawn(life, item, present))

    text = " ".join(page.text)
    ids = [attrs["id"] for _, attrs in page.tags if "id" in attrs]
    assert not [word.pattern for word in AVOID if word.search(text)]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("item", list(Item))
def test_where_nothing_is_written_there_is_nothing(john: Person, present: datetime, item: Item) -> None:
    how = shown_as(item)

    assert how is not None
    assert how.read(john, present) is None
    assert how.changed_at([john.pk]) == {}


def test_every_item_can_be_shown() -> None:
    assert all_shown() == list(Item)


@pytest.mark.parametrize("item", list(Item))
def test_says_when_it_last_changed(life: Person, present: datetime, item: Item) -> None:
    how = shown_as(item)

    assert how is not None
    assert how.changed_at([life.pk])[life.pk] >= present - DAY


def test_a_change_of_a_plan_moves_its_moment(life: Person, present: datetime) -> None:
    how = shown_as(Item.SAFETY_PLAN)
    assert how is not None

    actions.remove_line(line=plan_lines_of(life)[0], now=present + DAY)

    assert how.changed_at([life.pk]) == {life.pk: present + DAY}


def test_an_open_seat_says_nothing_of_why(life: Person, present: datetime) -> None:
    Tie.objects.filter(person=life).update(state="ended")

    text = drawn(life, Item.SAFETY_PLAN, present)

    assert "This seat is open." in text
    assert "network.Tie.name" not in text
    assert "network.Channel" not in text


@pytest.mark.parametrize("state", ["ended", "resting", "phasing_out"])
def test_whoever_is_not_there_is_left_out_of_the_other_plan(life: Person, present: datetime, state: str) -> None:
    Tie.objects.filter(person=life).update(state=state)

    assert "network.Tie.name" not in drawn(life, Item.RECOVERY_PLAN, present)


def test_somebody_on_the_map_stands_among_places_by_their_role_alone(life: Person, present: datetime) -> None:
    text = drawn(life, Item.ATTENDANCE, present)

    assert "therapist" in text
    assert text.count("checkins.Attendance.name") == 2


def test_the_map_tells_what_is_thin_by_its_kind(life: Person, present: datetime) -> None:
    assert "Help with money (something else): nobody yet" in drawn(life, Item.NETWORK, present)


def test_a_counter_that_is_put_away_is_not_shown(life: Person, present: datetime) -> None:
    Counter.objects.update(is_shown=False)
    how = shown_as(Item.DAYS)

    assert how is not None
    assert how.read(life, present) is None


def test_a_fresh_start_holds_for_others_too(life: Person, present: datetime) -> None:
    Wishes.objects.update_or_create(pk=life.pk, defaults={"is_fresh": True, "fresh_on": (present + DAY).date()})

    found = [how.read(life, present) for item in (Item.MEASURES, Item.ATTENDANCE) if (how := shown_as(item))]
    assert found == [None, None]


def test_a_setback_is_no_more_than_the_days_of_this_time(life: Person, present: datetime) -> None:
    assert Setback.objects.aggregate(at=Max("at"))["at"]

    assert "3 days" in drawn(life, Item.DAYS, present)
