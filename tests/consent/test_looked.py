"""Who looked: the page, the file, and a page that ends when the sharing ends."""

from __future__ import annotations

import csv
import io
import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory

from holdfast.accounts.models import Person
from holdfast.consent import accounting, actions
from holdfast.consent.models import Entry
from holdfast.consent.queries import looks_shown
from holdfast.consent.showing import look
from holdfast.consent.still import still
from holdfast.domain.consent import Item
from tests.browser import Browser
from tests.consent.given import DEE, DEE_ACCOUNT, PLAN, RIVERSIDE, dee, draft_of, given

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("circle", "plan")]
PAGE, FILE = "/sharing/looked/", "/sharing/looked/file/"
WHY = actions.Reason("Dee Park", "Riverside", "a hard night", "he called and could not speak")


def looked(john: Person, at: datetime, count: int = 1, *, takes_copy: bool = False) -> None:
    for second in range(count):
        look(dee(), owner=john, item=Item.SAFETY_PLAN, now=at + timedelta(seconds=second), takes_copy=takes_copy)


def test_nobody_looked(page: Browser) -> None:
    assert b"Nobody has looked at anything of yours." in page.get(PAGE).content


def test_a_look_stands_with_who_what_and_why(page: Browser, john: Person, present: datetime) -> None:
    given(john, present, viewer=RIVERSIDE, recipient="Riverside")
    looked(john, present)

    text = page.get(PAGE).content.decode()
    parts = ("<strong>Dee Park</strong>", "Riverside", "looked at: Plan for a hard hour", "help in a hard hour")
    assert [part in text for part in parts] == [True] * 4


def test_a_name_that_begins_the_name_of_the_team_is_told_apart(page: Browser, john: Person, present: datetime) -> None:
    given(john, present, viewer=RIVERSIDE, recipient="Dee Parkhouse")
    looked(john, present)

    assert "<strong>Dee Park</strong>" in page.get(PAGE).content.decode()


def test_a_copy_is_told_apart(page: Browser, john: Person, present: datetime) -> None:
    given(john, present)
    looked(john, present, takes_copy=True)

    assert b"took a copy of: Plan for a hard hour" in page.get(PAGE).content


def test_a_look_in_an_emergency_says_its_reason(page: Browser, john: Person, present: datetime) -> None:
    actions.open_emergency(person=john, viewer=RIVERSIDE, actor=DEE_ACCOUNT, reason=WHY, now=present)
    looked(john, present)

    assert b"In an emergency: he called and could not speak" in page.get(PAGE).content


def test_looks_at_others_are_not_there(page: Browser, maria: Person, present: datetime) -> None:
    given(maria, present)
    looked(maria, present)

    assert b"Nobody has looked" in page.get(PAGE).content


def test_what_was_taken_from_the_map_still_shows_who_looked(page: Browser, john: Person, present: datetime) -> None:
    given(john, present)
    looked(john, present)
    actions.end_all_of(DEE, now=present)

    assert b"<strong>Dee Park</strong>" in page.get(PAGE).content


def test_a_long_history_comes_in_pages(page: Browser, john: Person, present: datetime) -> None:
    given(john, present)
    looked(john, present, 51)

    counts = [page.get(f"{PAGE}?page={number}").content.count(b"looked at:") for number in (1, 2)]
    assert counts == [50, 1]


def test_fifty_looks_take_as_many_queries_as_one(
    page: Browser, john: Person, present: datetime, django_assert_max_num_queries: Any
) -> None:
    given(john, present)
    looked(john, present, 50)
    page.get(PAGE)

    with django_assert_max_num_queries(12):
        page.get(PAGE)


def test_the_file_needs_the_passphrase_again(page: Browser) -> None:
    assert page.post(FILE, {"as": "csv"}).headers["Location"].startswith("/account/again/")


def test_every_look_stands_in_the_table_once(fresh: Browser, john: Person, present: datetime) -> None:
    given(john, present)
    looked(john, present, 3)

    rows = list(csv.reader(io.StringIO(fresh.post(FILE, {"as": "csv"}).content.decode())))
    assert [row[-1] for row in rows[2:]] == [str(entry.number) for entry in Entry.objects.filter(verb="looked")]


@pytest.mark.parametrize("form", ["csv", "json"])
def test_the_file_carries_the_notice(fresh: Browser, form: str) -> None:
    text = fresh.post(FILE, {"as": form}).content.decode()

    assert "42 CFR part 2 prohibits unauthorized use or disclosure of these records." in text


def test_the_file_for_machines_says_the_same(fresh: Browser, john: Person, present: datetime) -> None:
    grant = given(john, present)
    looked(john, present)

    look_said = json.loads(fresh.post(FILE, {"as": "json"}).content)["looks"][0]
    assert {**look_said, "when": ""} == {
        "when": "",
        "who": "Dee Park",
        "for": "",
        "what": "safety_plan",
        "how": "looked",
        "why": "So that we work together on my care. help in a hard hour",
        "in_an_emergency": "no",
        "consent": str(grant.pk),
        "line": "2",
    }


def test_no_cell_of_the_table_is_a_formula(john: Person, present: datetime) -> None:
    words = actions.Words('=HYPERLINK("x")', "john-w", "agreed", "1")
    actions.give_grant(by=john, draft=draft_of(present, recipient="@SUM(A1)"), words=words, now=present)
    looked(john, present)

    text = accounting.as_csv(looks_shown(john, list(Entry.objects.filter(verb="looked"))))
    cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
    assert not [cell for cell in cells if cell[:1] in set("=+-@\t\r")]


def test_a_disclosed_page_says_until_when_and_not_to_pass_it_on(john: Person, present: datetime) -> None:
    grant = given(john, present)
    found = look(dee(), owner=john, item=Item.SAFETY_PLAN, now=present)

    said = {"look": found, "owner_name": "John", "is_professional": True, "still_url": "/work/still/"}
    text = render_to_string("consent/_look.html", said)
    parts = ("John shares this with you until", "42 CFR part 2 prohibits", str(grant.pk), 'hx-get="/work/still/"')
    assert [part in text for part in parts] == [True] * 4


def test_a_friend_reads_no_law(john: Person, present: datetime) -> None:
    given(john, present)
    found = look(dee(), owner=john, item=Item.SAFETY_PLAN, now=present)

    text = render_to_string("consent/_look.html", {"look": found, "owner_name": "John", "is_professional": False})
    assert "42 CFR" not in text


def test_an_open_page_may_stay_open_while_it_is_shared(john: Person, present: datetime) -> None:
    given(john, present)
    answer = still(RequestFactory().get("/"), dee(), owner=john.pk, item=Item.SAFETY_PLAN, now=present)

    assert answer.status_code == 204


def test_an_open_page_is_emptied_when_it_is_no_longer_shared(john: Person, present: datetime) -> None:
    actions.revoke(grant=given(john, present), now=present)
    answer = still(RequestFactory().get("/"), dee(), owner=john.pk, item=Item.SAFETY_PLAN, now=present)

    assert (answer.status_code, b"no longer shared" in answer.content) == (200, True)


def test_asking_whether_it_still_holds_writes_no_line(john: Person, present: datetime) -> None:
    given(john, present, items=PLAN)
    still(RequestFactory().get("/"), dee(), owner=john.pk, item=Item.SAFETY_PLAN, now=present)

    assert Entry.objects.count() == 1
