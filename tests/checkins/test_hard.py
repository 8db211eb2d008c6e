"""Urges, hard moments and one's own list."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from holdfast.accounts.models import Person
from holdfast.asks.actions import AskFacts, open_ask
from holdfast.asks.models import Ask
from holdfast.checkins.coping import MOST_STEPS, ListFull, add_step, first_steps, move_step, steps_of
from holdfast.checkins.models import CopingStep, HardMoment, Urge
from holdfast.checkins.urges import LOOKED_AT, UrgeFacts, log_urge, own_triggers
from holdfast.domain.asks.kinds import Kind
from tests.asks.circle import tie_named
from tests.browser import Browser

pytestmark = pytest.mark.django_db


@pytest.fixture
def ask(john: Person, present: datetime) -> Ask:
    """John asked for support."""
    return open_ask(by=john, facts=AskFacts(Kind.CRISIS), now=present - timedelta(days=1))


def listed(person: Person, *texts: str, now: datetime) -> list[CopingStep]:
    return [add_step(by=person, text=text, now=now) for text in texts]


def texts(person: Person) -> list[str]:
    return [step.text for step in steps_of(person)]


def test_own_triggers_come_back_the_most_usual_first(john: Person, present: datetime) -> None:
    for words in ("payday", "a fight", "A fight", "a fight", "payday", "", "rain"):
        log_urge(by=john, facts=UrgeFacts(trigger=words), now=present)

    assert own_triggers(john)[:2] in {("a fight", "payday"), ("A fight", "payday")}


def test_only_the_latest_are_opened_to_find_them(john: Person, present: datetime) -> None:
    log_urge(by=john, facts=UrgeFacts(trigger="long ago"), now=present - timedelta(days=900))
    for _ in range(LOOKED_AT):
        log_urge(by=john, facts=UrgeFacts(trigger="payday"), now=present)

    assert own_triggers(john) == ("payday",)


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ({}, (None, "", "")),
        ({"strength": "8", "known": "payday", "helped": "a walk"}, (8, "payday", "a walk")),
        ({"known": "payday", "trigger": "a letter"}, (None, "a letter", "")),
    ],
    ids=["nothing", "a known trigger", "new words count more"],
)
def test_an_urge_is_written_down(
    page: Browser, john: Person, present: datetime, sent: dict[str, str], kept: tuple[object, ...]
) -> None:
    log_urge(by=john, facts=UrgeFacts(trigger="payday"), now=present - timedelta(days=1))

    page.press("/check-in/urges/", sent)

    row = Urge.objects.order_by("-created_at")[0]
    assert (row.strength, row.trigger, row.helped) == kept


def test_an_urge_can_be_changed_and_deleted(page: Browser, john: Person, present: datetime) -> None:
    row = log_urge(by=john, facts=UrgeFacts(5, "payday"), now=present)

    page.press(f"/check-in/urges/{row.pk}/", {"do": "keep", "strength": "3", "trigger": "a letter", "helped": ""})
    row.refresh_from_db()
    assert (row.strength, row.trigger) == (3, "a letter")

    page.press(f"/check-in/urges/{row.pk}/", {"do": "remove"})
    assert not Urge.objects.exists()


def test_a_hard_moment_says_who_was_there(page: Browser, john: Person, present: datetime) -> None:
    tie = tie_named(john, "Rosa", present)

    page.press("/check-in/hard/", {"happened": "a fight", "did": "I left", "tie": str(tie.pk), "used_own": "on"})

    row = HardMoment.objects.get()
    assert (row.happened, row.did, row.who, row.tie, row.used_own) == ("a fight", "I left", "someone", tie, True)


def test_nobody_of_another_map_can_be_named(page: Browser, maria: Person, present: datetime) -> None:
    hers = tie_named(maria, "Ana", present)

    page.press("/check-in/hard/", {"tie": str(hers.pk)})

    assert not HardMoment.objects.filter(tie=hers).exists()


def test_the_day_after_leads_to_it_and_writing_twice_is_one(page: Browser, ask: Ask) -> None:
    address = f"/check-in/hard/about/{ask.pk}/"
    assert address in page.get(f"/now/after/{ask.pk}/").content.decode()

    for words in ("a fight", "a fight with Tom"):
        assert page.press(address, {"happened": words}).redirect_chain[-1][0] == f"/now/after/{ask.pk}/"

    row = HardMoment.objects.get()
    assert (row.ask, row.happened) == (ask, "a fight with Tom")
    assert "a fight with Tom" in page.get(address).content.decode()


def test_an_empty_list_offers_beginnings_and_a_tap_takes_one(page: Browser, john: Person) -> None:
    offered = page.get("/check-in/own/").context["suggested"]

    page.press("/check-in/own/", {"text": str(offered[0])})

    assert texts(john) == [str(offered[0])]
    assert offered[0] not in page.get("/check-in/own/").context["suggested"]


def test_an_empty_line_is_answered_with_a_word(page: Browser) -> None:
    assert "Enter what you can do." in page.press("/check-in/own/", {"text": " "}).content.decode()


@pytest.mark.parametrize(
    ("move", "order"), [((0, "up"), "abc"), ((1, "up"), "bac"), ((1, "down"), "acb"), ((2, "down"), "abc")]
)
def test_moves_up_and_down(page: Browser, john: Person, present: datetime, move: tuple[int, str], order: str) -> None:
    which, to = move
    step = listed(john, "a", "b", "c", now=present)[which]

    page.press(f"/check-in/own/{step.pk}/move/", {"to": to})

    assert texts(john) == list(order)


def test_order_survives_a_hole(john: Person, present: datetime) -> None:
    a, b, c = listed(john, "a", "b", "c", now=present)
    b.delete()

    move_step(step=c, up=True)

    assert texts(john) == ["c", "a"]
    assert a.pk != c.pk


def test_a_list_has_an_end(page: Browser, john: Person, present: datetime) -> None:
    listed(john, *(f"Step {number}" for number in range(MOST_STEPS)), now=present)

    with pytest.raises(ListFull):
        add_step(by=john, text="one more", now=present)
    assert "The list is full." in page.press("/check-in/own/", {"text": "one more"}).content.decode()


def test_counts_what_helped(page: Browser, john: Person, present: datetime) -> None:
    (step,) = listed(john, "a walk", now=present)

    page.press(f"/check-in/own/{step.pk}/helped/")

    assert "Helped once" in page.get("/check-in/own/").content.decode()


def test_a_step_can_be_said_anew_and_taken_off(page: Browser, john: Person, present: datetime) -> None:
    (step,) = listed(john, "a walk", now=present)

    page.press(f"/check-in/own/{step.pk}/", {"do": "keep", "text": "a long walk"})
    assert texts(john) == ["a long walk"]

    page.press(f"/check-in/own/{step.pk}/", {"do": "remove"})
    assert texts(john) == []


def test_three_stand_where_somebody_may_need_them(john: Person, present: datetime) -> None:
    listed(john, "a", "b", "c", "d", now=present)

    assert first_steps(john) == ("a", "b", "c")


def test_they_stand_above_the_people_of_get_support_now_and_in_its_copy(
    page: Browser, john: Person, present: datetime
) -> None:
    listed(john, "Walk to the river", now=present)
    page.post("/now/keep/", {"keep": "yes"})

    for path in ("/now/", "/now/kept/"):
        main = page.get(path).content.decode().split("<main")[1]
        assert main.index("Walk to the river") < main.index("Lines: ")
    text = page.get("/now/").content.decode()
    assert text.index("Walk to the river") < text.index("Call my people")


@pytest.mark.parametrize("path", ["/now/lines/", "/now/"])
def test_a_stranger_sees_nobodys_list(stranger: Browser, john: Person, present: datetime, path: str) -> None:
    listed(john, "Walk to the river", now=present)

    assert "Walk to the river" not in stranger.get(path).content.decode()
