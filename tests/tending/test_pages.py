"""The pages of tending: what a person writes is kept, mistakes are said, and lists ask no more for many."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from holdfast.accounts.models import Person
from holdfast.domain.network import TieState
from holdfast.network.actions import TouchFacts, log_touch
from holdfast.network.models import Tie
from holdfast.tending.models import (
    Boundary,
    Conflict,
    Expectation,
    ImportantDate,
    Phasing,
    SmallPromise,
    Thanks,
    Thing,
)
from tests.browser import Browser
from tests.tending.tended import birthday, boundary, conflict, given_thanks, lent_book, promised

pytestmark = pytest.mark.django_db


def words_of(page: Browser, path: str) -> str:
    return page.get(path).content.decode().split("<main")[1].split("</main>")[0]


def test_words_of_thanks_are_kept_and_shown(page: Browser, ben: Tie) -> None:
    sent = {"way": "heard", "tie": str(ben.pk), "text": "You were there", "on": "2026-11-01"}

    page.press("/thanks/", sent)

    assert Thanks.objects.get().is_given is False
    assert "Ben to you" in words_of(page, "/thanks/")


def test_whoever_helped_is_thanked_in_one_tap(page: Browser, john: Person, ben: Tie) -> None:
    now = timezone.now()
    log_touch(by=john, tie=ben, facts=TouchFacts(now.date() - timedelta(days=2), "received"), now=now)
    assert "I said thanks" in words_of(page, "/thanks/")

    page.press(f"/ties/{ben.pk}/thanked/", {"text": "Thank you for coming"})

    assert "I said thanks" not in words_of(page, "/thanks/")
    assert "Thank you for coming" in words_of(page, "/thanks/")


def test_a_day_is_kept_changed_and_let_go(page: Browser, ben: Tie) -> None:
    sent = {"kind": "birthday", "tie": str(ben.pk), "day": "29", "month": "2", "year": "1984"}
    page.press("/dates/", sent)
    row = ImportantDate.objects.get()

    page.press(f"/dates/{row.pk}/", {**sent, "text": "Ben turns round"})
    assert "Ben: Ben turns round" in words_of(page, "/dates/")

    page.press(f"/dates/{row.pk}/", {"remove": "1"})
    assert not ImportantDate.objects.exists()


@pytest.mark.parametrize(
    ("path", "sent", "error"),
    [
        ("/dates/", {"kind": "birthday", "day": "30", "month": "2"}, "This month does not have that day."),
        ("/dates/", {"kind": "birthday", "day": "x", "month": "2"}, "Enter a whole number."),
        (
            "/things/",
            {"kind": "lent", "text": "A book", "on": "2026-11-02", "due_on": "2026-11-01"},
            "Choose a day after",
        ),
        ("/thanks/", {"way": "heard", "on": "2026-11-01"}, "This field is required."),
        ("/limits/new/", {"whose": "mine", "agreed": "said"}, "This field is required."),
    ],
)
def test_says_what_to_change_and_keeps_what_was_typed(
    page: Browser, ben: Tie, path: str, sent: dict[str, str], error: str
) -> None:
    answer = page.post(path, {**sent, "tie": str(ben.pk)}).content.decode()

    assert error in answer
    assert f'<option value="{ben.pk}" selected>' in answer


def test_a_tie_of_somebody_else_cannot_be_named(page: Browser, maria: Person, ben: Tie) -> None:
    other = Browser()
    other.force_login(maria)

    other.post("/dates/", {"kind": "birthday", "tie": str(ben.pk), "day": "1", "month": "2"})

    assert not ImportantDate.objects.exists()


def test_a_thing_lent_comes_back(page: Browser, ben: Tie) -> None:
    page.press("/things/", {"kind": "lent", "tie": str(ben.pk), "text": "A book", "on": "2026-11-02"})
    assert "Not back yet" in words_of(page, "/things/")

    page.press(f"/things/{Thing.objects.get().pk}/back/")

    assert "Not back yet" not in words_of(page, "/things/")


def test_a_gift_is_never_due_back(page: Browser, ben: Tie) -> None:
    sent = {"kind": "gave", "tie": str(ben.pk), "text": "Soup", "on": "2026-11-02", "due_on": "2026-12-01"}

    page.press("/things/", sent)

    assert Thing.objects.get().due_on is None


def test_a_limit_is_written_crossed_and_ended(page: Browser, ben: Tie) -> None:
    sent = {"whose": "mine", "text": "No calls after ten", "tie": str(ben.pk), "agreed": "agreed"}
    page.press("/limits/new/", sent)
    found = Boundary.objects.get()

    page.press(f"/limits/{found.pk}/crossed/", {"on": "2026-11-01", "did": "said_again"})
    assert "crossed once" in words_of(page, "/limits/")

    page.press(f"/limits/{found.pk}/do/", {"do": "end"})
    assert "No calls after ten" not in words_of(page, "/limits/")


def test_a_day_ahead_cannot_have_been(page: Browser, ben: Tie) -> None:
    found = boundary(ben, timezone.now())

    answer = page.post(f"/limits/{found.pk}/crossed/", {"on": "2999-01-01", "did": "nothing"})

    assert "Choose today or a day before." in answer.content.decode()


@pytest.mark.parametrize(("whose", "offers_pause"), [("mine", True), ("theirs", False)])
def test_a_pause_is_an_answer_to_my_own_limit_only(page: Browser, ben: Tie, whose: str, offers_pause: bool) -> None:
    found = boundary(ben, timezone.now(), whose=whose)

    assert ("I want a pause" in words_of(page, f"/limits/{found.pk}/crossed/")) is offers_pause


def test_a_pause_is_one_tap_and_so_is_its_end(page: Browser, ben: Tie) -> None:
    page.press(f"/ties/{ben.pk}/pause/", {"do": "pause"})
    ben.refresh_from_db()
    assert ben.state == TieState.RESTING

    page.press(f"/ties/{ben.pk}/pause/", {"do": "go_on"})
    ben.refresh_from_db()
    assert ben.state == TieState.ACTIVE


def test_the_card_shows_both_sides_and_what_to_talk_about(page: Browser, ben: Tie) -> None:
    page.press(f"/ties/{ben.pk}/hopes/", {"hoped_kinds": ["company"], "offered_kinds": ["talk"]})

    text = words_of(page, f"/ties/{ben.pk}/hopes/")
    assert "Ben does not offer this." in text
    assert "They offer also" in text
    assert "one thing to talk about" in words_of(page, f"/ties/{ben.pk}/between/")


def test_there_is_one_card(page: Browser, ben: Tie) -> None:
    for hoped in ("company", "ride"):
        page.press(f"/ties/{ben.pk}/hopes/", {"hoped_kinds": [hoped]})

    assert Expectation.objects.get().hoped_kinds == ["ride"]


def test_a_conflict_goes_from_one_line_to_settled(page: Browser, ben: Tie, add: Any) -> None:
    nina = add("Nina")
    page.press(f"/ties/{ben.pk}/repair/", {"issue": "The money", "on": "2026-11-01"})
    found = Conflict.objects.get()

    sent = {"issue": "The money", "on": "2026-11-01", "agreement": "We look together", "tie": str(nina.pk)}
    page.press(f"/repair/{found.pk}/edit/", sent)
    page.press(f"/repair/{found.pk}/", {"whose": "theirs", "text": "Call on Sunday"})
    page.press(f"/promises/{SmallPromise.objects.get().pk}/", {"do": "kept"})

    text = words_of(page, f"/repair/{found.pk}/")
    assert "with the help of Nina" in text
    assert "Ben: 1 of 1 kept." in text
    page.press(f"/repair/{found.pk}/do/", {"do": "settle"})
    assert "Settled" in words_of(page, "/repair/")


def test_a_promise_outlives_what_was_written_of_the_conflict(page: Browser, ben: Tie) -> None:
    found = conflict(ben, timezone.now())
    promised(found, timezone.now())

    page.press(f"/repair/{found.pk}/do/", {"do": "remove"})

    assert not Conflict.objects.exists()
    assert SmallPromise.objects.get().conflict is None


def test_the_sheet_for_the_talk_has_room_for_both(page: Browser, ben: Tie) -> None:
    now = timezone.now()
    found = conflict(ben, now)
    boundary(ben, now)

    text = words_of(page, f"/repair/{found.pk}/sheet/")

    assert "How I saw it" in text
    assert "How Ben saw it" in text
    assert "No calls after ten" in text


@pytest.mark.parametrize(("said", "is_warned"), [("yes", True), ("no", False)])
def test_safety_comes_first_for_whoever_is_afraid(page: Browser, ben: Tie, said: str, is_warned: bool) -> None:
    assert "Are you afraid of them?" in words_of(page, f"/ties/{ben.pk}/back/")

    answer = page.press(f"/ties/{ben.pk}/back/", {"is_unsafe": said}).content.decode()

    assert ("Your safety comes first" in answer) is is_warned
    assert f"/agreements/end/{ben.pk}/" in answer


def test_steps_back_are_taken_one_by_one(page: Browser, ben: Tie) -> None:
    page.press(f"/ties/{ben.pk}/back/", {"is_unsafe": "no"})

    page.press(f"/ties/{ben.pk}/back/", {"step": "trusted"})
    assert "Done on" in words_of(page, f"/ties/{ben.pk}/back/")

    page.press(f"/ties/{ben.pk}/back/", {"stop": "1"})
    assert Phasing.objects.get().ended_at is not None


@pytest.mark.parametrize("path", ["/thanks/", "/dates/", "/things/", "/limits/", "/repair/", "/ties/{}/between/"])
def test_asks_as_often_for_many_as_for_few(page: Browser, ben: Tie, path: str) -> None:
    address = path.format(ben.pk)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert page.get(address).status_code == 200
        return len(captured)

    grow(ben, 2)
    page.get(address)
    few = queries()
    grow(ben, 8)

    assert queries() <= few


def grow(tie: Tie, count: int) -> None:
    now = timezone.now()
    for _ in range(count):
        given_thanks(tie, now)
        birthday(tie, now, date(2026, 5, 5))
        lent_book(tie, now)
        boundary(tie, now)
        promised(conflict(tie, now), now)


def test_the_ties_page_leads_here(page: Browser, ben: Tie) -> None:
    assert f"/ties/{ben.pk}/between/" in words_of(page, f"/ties/{ben.pk}/")
