"""The pages of needs, ties, map and steps: what is typed is kept, what is shown is one's own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from holdfast.accounts.models import Person
from holdfast.domain.network import Role, SupportKind, TieState
from holdfast.network import actions
from holdfast.network.models import Goal, Need, Network, Rung, StepAnswer, Tie, Touch
from tests.browser import Browser

pytestmark = pytest.mark.django_db


def text_of(answer: Any) -> str:
    return str(answer.content.decode())


# needs


def test_an_empty_list_of_needs_invites(page: Browser) -> None:
    assert "Start with what you need" in text_of(page.get("/needs/"))


def test_adds_starters_and_an_own_need_at_once(page: Browser) -> None:
    page.press("/needs/", {"starters": ["talk", "rides"], "own": "Someone to sing with", "own_kind": "social"})

    assert {need.text for need in Need.objects.all()} == {
        "Someone to talk to",
        "Rides to appointments",
        "Someone to sing with",
    }


def test_shows_what_each_need_rests_on(page: Browser, rides: Need, ben: Tie) -> None:
    shown = text_of(page.get("/needs/"))

    assert "Rides to the clinic" in shown
    assert "only one" in shown


def test_keeps_a_need_that_has_a_mistake(page: Browser) -> None:
    answer = page.post(
        "/needs/new/", {"text": "Somebody to cook with", "kind": "magic", "area": "home", "urgency": "2"}
    )

    assert answer.status_code == 200
    assert "Somebody to cook with" in text_of(answer)


def test_changes_and_settles_a_need(page: Browser, rides: Need) -> None:
    page.press(f"/needs/{rides.pk}/edit/", {"text": "A lift", "kind": "social", "area": "home", "urgency": "3"})
    page.press(f"/needs/{rides.pk}/settle/")

    rides.refresh_from_db()
    assert rides.text == "A lift"
    assert rides.settled_at
    assert page.get(f"/needs/{rides.pk}/").status_code == 404


def test_names_who_could_help_with_a_need(page: Browser, rides: Need, add_tie: Callable[..., Tie]) -> None:
    add_tie("Leila")

    shown = text_of(page.get(f"/needs/{rides.pk}/"))

    assert "Nobody yet" in shown
    assert "Leila" in shown


# ties

FORM = {"name": "Rosa", "role": "sibling", "circle": "1"}


def test_a_name_and_a_role_are_enough(page: Browser) -> None:
    answer = page.press("/ties/new/", FORM)

    assert Tie.objects.get().name == "Rosa"
    assert "Rosa" in text_of(answer)


def test_takes_everything_that_is_said(page: Browser, rides: Need) -> None:
    more = {
        "gives_emotional": "3",
        "phone": "+1 312 555 0100",
        "mail": "rosa@example.org",
        "link": "meet.example.org/room",
        "place": "the corner café",
        "takes_calls": "on",
        "calls_from": "07:00",
        "calls_until": "22:00",
        "feel_after": "-1",
        "trust": "0",
        "rhythm_days": "3",
        "tags": "sister, calm",
        "notes": "likes tea",
        "needs": [str(rides.pk)],
    }

    page.press("/ties/new/", {**FORM, **more})

    tie = Tie.objects.get()
    assert (tie.feel_after, tie.trust, tie.rhythm_days, tie.tags) == (-1, 0, 3, "sister\ncalm")
    assert tie.channels.count() == 4
    assert tie.answers.get().could


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"name": ""}, "This field is required"),
        ({"role": "wizard"}, "Select a valid choice"),
        ({"phone": "ask Ann"}, "Enter a phone number, such as"),
        ({"mail": "rosa"}, "Enter a valid email address"),
        ({"link": "not a link"}, "Enter a valid URL"),
        ({"calls_from": "07:00"}, "Enter both hours, or neither"),
        ({"rhythm_days": "0"}, "greater than or equal to 1"),
        ({"since_on": "yesterday"}, "Enter a valid date"),
    ],
)
def test_says_what_to_change_and_keeps_what_was_typed(page: Browser, wrong: dict[str, str], said: str) -> None:
    answer = page.post("/ties/new/", {**FORM, "notes": "likes tea", **wrong})

    assert said in text_of(answer)
    assert "likes tea" in text_of(answer)
    assert not Tie.objects.exists()


def seats(page: Browser) -> list[str]:
    return [row.need.text for row in page.get("/network/coverage/").context["coverage"] if row.state == "open"]


def test_the_kinds_decide_about_a_need_nobody_ticked(page: Browser, rides: Need) -> None:
    page.press("/ties/new/", {**FORM, "gives_practical": "2"})

    assert seats(page) == []


def test_a_tick_decides_where_the_kinds_do_not(page: Browser, rides: Need) -> None:
    page.press("/ties/new/", {**FORM, "needs": [str(rides.pk)]})

    assert seats(page) == []


def test_unticking_a_need_opens_its_seat(page: Browser, rides: Need, ben: Tie) -> None:
    page.press(f"/ties/{ben.pk}/edit/", {**FORM, "gives_practical": "2"})

    assert seats(page) == ["Rides to the clinic"]


def test_shows_a_tie_as_it_is_in_its_form(page: Browser, ben: Tie) -> None:
    form = page.get(f"/ties/{ben.pk}/edit/").context["form"]

    assert form["name"].value() == "Ben"
    assert form["gives_practical"].value() == 2


def test_editing_keeps_the_listing_it_came_from(page: Browser, ben: Tie) -> None:
    Tie.objects.update(listing_key="5a1c9a3e-0000-4000-8000-000000000000")

    page.press(f"/ties/{ben.pk}/edit/", FORM)

    assert Tie.objects.get().listing_key == "5a1c9a3e-0000-4000-8000-000000000000"


def rows(*names: str, **more: str) -> dict[str, str]:
    form = {"form-TOTAL_FORMS": "5", "form-INITIAL_FORMS": "0"}
    for number, name in enumerate(names):
        form |= {f"form-{number}-name": name, f"form-{number}-role": "friend", f"form-{number}-circle": "1"}
    return {**form, **more}


def test_adds_several_and_ignores_empty_rows(page: Browser) -> None:
    page.press("/ties/several/", rows("Rosa", "", "Ben", **{"form-0-kinds": "emotional"}))

    assert sorted(tie.name for tie in Tie.objects.all()) == ["Ben", "Rosa"]


def test_names_the_row_that_has_a_mistake_and_adds_none(page: Browser) -> None:
    answer = page.post("/ties/several/", rows("Rosa", "", **{"form-1-kinds": "emotional"}))

    assert "Enter a name, or clear this row" in text_of(answer)
    assert "Rosa" in text_of(answer)
    assert not Tie.objects.exists()


@pytest.mark.parametrize("direction", ["both", "given", "received"])
def test_writes_a_contact_down_in_two_taps(page: Browser, ben: Tie, direction: str) -> None:
    page.press(f"/ties/{ben.pk}/contact/", {"direction": direction})

    assert Touch.objects.get().direction == direction


def test_comes_back_to_today_when_the_tap_was_there(page: Browser, ben: Tie) -> None:
    answer = page.post(f"/ties/{ben.pk}/contact/", {"direction": "both", "from": "today"})

    assert answer.headers["Location"] == "/today/"


@pytest.mark.parametrize("on", ["2999-01-01", "soon"])
def test_a_contact_cannot_be_in_the_future_and_its_note_is_kept(page: Browser, ben: Tie, on: str) -> None:
    answer = page.post(f"/ties/{ben.pk}/contact/", {"direction": "both", "on": on, "note": "a long walk"})

    assert answer.status_code == 200
    assert "a long walk" in text_of(answer)
    assert not Touch.objects.exists()


def test_reminds_of_thanks_until_they_were_said(page: Browser, ben: Tie) -> None:
    page.press(f"/ties/{ben.pk}/contact/", {"direction": "received"})
    assert "A word of thanks" in text_of(page.get(f"/ties/{ben.pk}/"))

    page.press(f"/ties/{ben.pk}/thanks/")

    assert "A word of thanks" not in text_of(page.get(f"/ties/{ben.pk}/"))


@pytest.mark.parametrize("state", list(TieState))
def test_a_tie_may_be_in_any_state(page: Browser, ben: Tie, state: TieState) -> None:
    page.press(f"/ties/{ben.pk}/state/", {"state": state.value})

    assert Tie.objects.get().state == state
    assert page.get(f"/ties/{ben.pk}/").status_code == 200


def test_deletes_only_after_asking(page: Browser, ben: Tie) -> None:
    assert "Delete Ben?" in text_of(page.get(f"/ties/{ben.pk}/delete/"))

    page.press(f"/ties/{ben.pk}/delete/")

    assert not Tie.objects.exists()


def test_ticks_whom_a_tie_knows(page: Browser, ben: Tie, add_tie: Callable[..., Tie], maria: Person) -> None:
    rosa = add_tie("Rosa")

    page.press(f"/ties/{ben.pk}/knows/", {"others": [str(rosa.pk)]})

    assert "Rosa" in text_of(page.get(f"/ties/{ben.pk}/"))


def test_no_link_of_a_tie_can_run_a_script(page: Browser, add_tie: Callable[..., Tie]) -> None:
    evil = actions.ChannelFacts("web", "javascript:alert(1)")

    tie = add_tie("Eve <script>alert(1)</script>", channels=(evil,))

    assert 'href="javascript' not in text_of(page.get(f"/ties/{tie.pk}/"))


# map

NASTY = ("<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "\u202eevil", "{{ 7|add:7 }}", "a" * 100)


@pytest.mark.parametrize("name", NASTY)
@pytest.mark.parametrize("path", ["/network/", "/network/list/", "/network/coverage/", "/needs/", "/today/", "/now/"])
def test_a_name_is_only_a_name(page: Browser, add_tie: Callable[..., Tie], rides: Need, name: str, path: str) -> None:
    add_tie(name, gives={SupportKind.PRACTICAL: 1}, takes_calls=True)

    shown = text_of(page.get(path))

    assert "<script>alert" not in shown
    assert "onerror=" not in shown.replace("onerror=alert(1)&gt;", "")


@pytest.mark.parametrize("count", [0, 1, 5, 15])
@pytest.mark.parametrize("reading", ["circles", "key_people", "groups"])
def test_draws_a_map_of_any_size_in_every_reading(
    page: Browser, add_tie: Callable[..., Tie], rides: Need, count: int, reading: str
) -> None:
    for number in range(count):
        add_tie(f"Friend {number}", list(Role)[number])

    shown = text_of(page.get(f"/network/?reading={reading}"))

    assert shown.count('class="ringmap ') == 2
    assert all(f"Friend {number}" in shown for number in range(count))


def test_an_empty_map_says_no_zero(page: Browser) -> None:
    shown = text_of(page.get("/network/"))

    assert "An empty map is a fine place to start" in shown
    assert "0 people" not in shown


def test_the_list_says_what_the_map_shows(page: Browser, ben: Tie, add_tie: Callable[..., Tie], rides: Need) -> None:
    add_tie("Rosa", Role.SIBLING)

    row = next(row for row in page.get("/network/list/").context["rows"] if row.tie.name == "Ben")

    assert row.needs == ("Rides to the clinic",)
    assert str(row.role) == "friend"


def test_shows_how_it_looked_before(page: Browser, john: Person, now: datetime, network: Network) -> None:
    long_ago = now - timedelta(days=3650)
    actions.add_tie(by=john, networks=[network], facts=actions.TieFacts("Old friend", Role.FRIEND), now=long_ago)
    actions.add_tie(
        by=john, networks=[network], facts=actions.TieFacts("New friend", Role.FRIEND), now=now + timedelta(days=3650)
    )

    shown = text_of(page.get("/network/list/?ago=90"))

    assert "Old friend" in shown
    assert "New friend" not in shown


@pytest.mark.parametrize("ago", ["7", "-1", "x", "99999999999"])
def test_knows_only_the_days_it_offers(page: Browser, ben: Tie, ago: str) -> None:
    assert page.get(f"/network/?ago={ago}").context["ago"] == 0


def test_keeps_networks_apart_and_together(page: Browser, ben: Tie, john: Person, now: datetime) -> None:
    page.press("/network/new/", {"name": "New job"})
    job = next(network for network in Network.objects.all() if network.name == "New job")

    assert "Ben" not in text_of(page.get(f"/network/{job.pk}/list/"))
    assert "Ben" in text_of(page.get("/network/list/"))


def test_renames_a_network(page: Browser, network: Network) -> None:
    page.press(f"/network/{network.pk}/edit/", {"name": "Calm waters"})

    assert "Calm waters" in text_of(page.get(f"/network/{network.pk}/"))


def test_the_map_was_looked_over(page: Browser, network: Network) -> None:
    page.press("/network/review/")

    network.refresh_from_db()
    assert network.reviewed_on


def test_undefined_is_said_and_is_not_zero(page: Browser, ben: Tie) -> None:
    assert "not defined for so few" in text_of(page.get("/network/"))


# steps


def test_an_answer_is_kept(page: Browser) -> None:
    page.press("/steps/answer/", {"rule": "no_peer", "subject": "", "answer": "not_for_me"})

    assert StepAnswer.objects.get().answer == "not_for_me"


def test_an_answer_that_is_none_changes_nothing(page: Browser) -> None:
    page.press("/steps/answer/", {"rule": "no_peer", "answer": "perhaps"})

    assert not StepAnswer.objects.exists()


def test_takes_a_goal_on_and_puts_it_down(page: Browser) -> None:
    page.press("/goals/", {"template": "group_a_month"})
    goal = Goal.objects.get()
    assert "Still open this month" in text_of(page.get("/goals/"))

    page.press(f"/goals/{goal.pk}/end/")

    assert "Still open this month" not in text_of(page.get("/goals/"))


def test_climbs_a_ladder_in_any_order(page: Browser) -> None:
    page.press("/ladder/", {"start": "1"})
    third = Rung.objects.order_by("position")[2]

    page.press(f"/ladder/{third.pk}/", {"choose": "1"})
    page.press(f"/ladder/{third.pk}/", {"actual": "4"})

    third.refresh_from_db()
    assert (third.actual, third.done_at is not None) == (4, True)


def test_adds_and_removes_a_rung(page: Browser) -> None:
    page.press("/ladder/", {"text": "Wave to a neighbour", "expected": "2"})
    page.press(f"/ladder/{Rung.objects.get().pk}/", {"remove": "1"})

    assert not Rung.objects.exists()
