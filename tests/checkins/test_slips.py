"""A slip says what the person chose, to whoever has its code, and proves that it is unchanged."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from holdfast.accounts.models import Person
from holdfast.checkins.attendance import AttendanceFacts, change_attendance, log_attendance
from holdfast.checkins.models import Attendance, Slip
from holdfast.checkins.portable import dump
from holdfast.checkins.slips import (
    LETTERS,
    SlipFacts,
    digest_of,
    grouped,
    issue_slip,
    plain_code,
    read_slip,
    take_back_slip,
)
from holdfast.home.actions import erase_account
from holdfast.sealing.keys import destroy_key
from tests.browser import Browser

pytestmark = pytest.mark.django_db
UNKNOWN = "0123-4567-89AB-CDEF"
WHERE = "Kelp Street group"


@pytest.fixture
def now() -> datetime:
    """Anybody may look at a slip, and the page asks the clock."""
    return timezone.now()


@pytest.fixture
def been(john: Person, now: datetime) -> Attendance:
    facts = AttendanceFacts(date(2026, 11, 3), WHERE, at=time(19), minutes=75, note="kelp in my shoes")
    return log_attendance(by=john, facts=facts, now=now)


@pytest.fixture
def slip(been: Attendance, now: datetime) -> Slip:
    return issue_slip(by=been.person, facts=SlipFacts("John W.", (been,)), now=now)


def at(slip: Slip) -> str:
    return f"/slips/{grouped(slip.code)}/"


def whole(response: Any) -> tuple[int, bytes, dict[str, str]]:
    return response.status_code, response.content, dict(response.headers)


class TestWhatItSays:
    def test_anybody_reads_what_is_on_it(self, stranger: Browser, slip: Slip) -> None:
        html = stranger.get(at(slip)).content.decode()

        assert all(word in html for word in ("John W.", "Nov. 3, 2026", "75", "in person", "7 p.m."))
        assert "does not say that anybody saw them there" in html

    def test_nothing_else(self, stranger: Browser, slip: Slip) -> None:
        html = stranger.get(at(slip)).content.decode()

        assert not any(word in html for word in (WHERE, "kelp in my shoes", "john-w", str(slip.person_id)))

    @pytest.mark.parametrize("shows_where", [False, True])
    def test_where_only_if_the_person_said_so(
        self, stranger: Browser, been: Attendance, now: datetime, shows_where: bool
    ) -> None:
        slip = issue_slip(by=been.person, facts=SlipFacts("John", (been,), shows_where=shows_where), now=now)

        assert (WHERE in slip.says) is shows_where
        assert (WHERE in stranger.get(at(slip)).content.decode()) is shows_where

    def test_a_later_change_of_the_list_does_not_change_it(self, slip: Slip, been: Attendance, now: datetime) -> None:
        change_attendance(attendance=been, facts=AttendanceFacts(date(2026, 11, 4), "x", minutes=600))

        read = read_slip(slip.code, now=now)

        assert read
        assert (read.times[0].on, read.minutes) == (date(2026, 11, 3), 75)

    def test_tells_no_other_page_its_address_and_sets_no_cookie(self, stranger: Browser, slip: Slip) -> None:
        response = stranger.get(at(slip))

        assert response.headers["Referrer-Policy"] == "no-referrer"
        assert not response.cookies

    def test_words_in_it_stay_words(self, stranger: Browser, been: Attendance, now: datetime) -> None:
        slip = issue_slip(by=been.person, facts=SlipFacts("<b>John</b>", (been,)), now=now)

        assert "&lt;b&gt;John" in stranger.get(at(slip)).content.decode()


def expired(slip: Slip, now: datetime) -> None:
    issued = Slip.objects.get(pk=slip.pk)
    issued.expires_at = now - timedelta(seconds=1)
    issued.save()


def revoked(slip: Slip, now: datetime) -> None:
    take_back_slip(slip=slip, now=now)


def words_altered(slip: Slip, now: datetime) -> None:
    says = json.loads(slip.says)
    says["times"][0]["minutes"] = 600
    slip.says = json.dumps(says, sort_keys=True)
    slip.save()


def prolonged(slip: Slip, now: datetime) -> None:
    slip.expires_at += timedelta(days=30)
    slip.save()


def signature_of_another(slip: Slip, now: datetime) -> None:
    other = issue_slip(by=slip.person, facts=SlipFacts("Somebody else", ()), now=now)
    slip.says, slip.signature = other.says, other.signature
    slip.save()


def unsigned(slip: Slip, now: datetime) -> None:
    slip.signature = ""
    slip.save()


def key_destroyed(slip: Slip, now: datetime) -> None:
    destroy_key(person_id=slip.person_id)


def account_closed(slip: Slip, now: datetime) -> None:
    slip.person.is_active = False
    slip.person.save()


def erased(slip: Slip, now: datetime) -> None:
    erase_account(by=slip.person, now=now)


BROKEN = (
    expired,
    revoked,
    words_altered,
    prolonged,
    signature_of_another,
    unsigned,
    key_destroyed,
    account_closed,
    erased,
)


class TestWhenItIsOver:
    @pytest.mark.parametrize("how", BROKEN, ids=lambda how: how.__name__)
    def test_looks_like_a_code_that_never_was(
        self, slip: Slip, now: datetime, how: Callable[[Slip, datetime], None]
    ) -> None:
        here = at(slip)
        how(slip, now)

        found, unknown = (whole(Browser().get(where)) for where in (here, f"/slips/{UNKNOWN}/"))

        assert found == unknown
        assert found[0] == 404

    @pytest.mark.parametrize("how", [expired, revoked], ids=lambda how: how.__name__)
    def test_costs_the_same_reads(self, slip: Slip, now: datetime, how: Callable[[Slip, datetime], None]) -> None:
        here = at(slip)
        how(slip, now)
        counts = []
        for where in (here, f"/slips/{UNKNOWN}/"):
            with CaptureQueriesContext(connection) as reads:
                Browser().get(where)
            counts.append(len(reads))

        assert counts[0] == counts[1]

    @pytest.mark.parametrize("code", ["x", "", "0" * 400, "%00", "../..", "𝟘" * 16], ids=str.__len__)
    def test_nothing_that_is_typed_breaks_it(self, stranger: Browser, code: str) -> None:
        assert stranger.get("/slips/" + code + "/").status_code in {200, 404}


class TestCode:
    def test_is_long_and_never_the_same(self, been: Attendance, now: datetime) -> None:
        codes = {issue_slip(by=been.person, facts=SlipFacts("x", (been,)), now=now).code for _ in range(40)}

        assert len(codes) == 40
        assert all(re.fullmatch(f"[{LETTERS}]{{16}}", code) for code in codes)

    @pytest.mark.parametrize(
        "typed", ["ABCD-EFGH-JK01-2345", "abcdefghjk012345", " abcd efgh jk0i 2345 ", "ABCD–EFGH–JKO1–2345"]
    )
    def test_is_read_as_people_type_it(self, typed: str) -> None:
        assert plain_code(typed) == "ABCDEFGHJK012345"

    def test_one_letter_more_is_another(self) -> None:
        assert plain_code("ABCDEFGHJK012345X") != "ABCDEFGHJK012345"

    def test_is_not_in_the_table(self, slip: Slip) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT digest, code, says FROM checkins_slip")
            digest, code, says = cursor.fetchone()

        assert digest == digest_of(slip.code)
        assert slip.code.encode() not in bytes(code)
        assert b"John" not in bytes(says)

    def test_typed_on_the_page_it_leads_there(self, stranger: Browser, slip: Slip) -> None:
        response = stranger.get("/slips/", {"code": slip.code.lower()}, follow=True)

        assert "This slip is unchanged" in response.content.decode()

    def test_an_empty_field_is_said(self, stranger: Browser) -> None:
        assert "16 letters and numbers" in stranger.get("/slips/", {"code": " "}).content.decode()

    def test_goes_out_with_no_copy(self, john: Person, slip: Slip) -> None:
        assert slip.code not in json.dumps(dump(john))


class TestPages:
    @pytest.fixture(autouse=True)
    def at_home(self, settings: Any) -> None:
        settings.ADDRESS = "https://holdfast.example"

    def typed(self, been: Attendance, **more: Any) -> dict[str, Any]:
        return {"name": "John W.", "times": [str(been.pk)], "days": "90", **more}

    def where(self) -> str:
        return "/been/slips/new/?since=2026-01-01&until=2026-12-31"

    def test_is_made_of_what_was_ticked(self, page: Browser, john: Person, been: Attendance, now: datetime) -> None:
        other = log_attendance(by=john, facts=AttendanceFacts(date(2026, 11, 5), "x"), now=now)

        html = page.press(self.where(), self.typed(been)).content.decode()

        says = json.loads(Slip.objects.get().says)
        assert [one["on"] for one in says["times"]] == ["2026-11-03"]
        assert other.pk != been.pk
        assert "https://holdfast.example/slips/" in html
        assert "<svg" in html

    def test_holds_ninety_days_unless_chosen(self, page: Browser, been: Attendance, now: datetime) -> None:
        page.press(self.where(), self.typed(been))

        assert abs(Slip.objects.get().expires_at - now - timedelta(days=90)) < timedelta(minutes=5)

    @pytest.mark.parametrize("more", [{"times": []}, {"name": ""}, {"days": "9999"}, {"times": ["x"]}])
    def test_what_is_missing_is_said(self, page: Browser, been: Attendance, more: dict[str, Any]) -> None:
        html = page.post(self.where(), self.typed(been, **more)).content.decode()

        assert "Something needs a second look" in html
        assert not Slip.objects.exists()

    def test_nobody_elses_time_can_stand_on_it(self, maria: Person, been: Attendance) -> None:
        hers = Browser()
        hers.force_login(maria)

        hers.post(self.where(), self.typed(been))

        assert not Slip.objects.exists()

    def test_is_taken_back(self, page: Browser, stranger: Browser, slip: Slip) -> None:
        page.press(f"/been/slips/{slip.pk}/")

        assert stranger.get(at(slip)).status_code == 404
        assert "Taken back" in page.get("/been/slips/").content.decode()

    @pytest.mark.parametrize("query", ["?since=soon", "?since=2026-13-01&until=x", "?until="])
    def test_days_that_are_none_are_said(self, page: Browser, query: str) -> None:
        assert page.get(f"/been/slips/new/{query}").status_code == 200

    def test_printed_it_has_its_address_its_code_and_what_it_does_not_say(self, page: Browser, slip: Slip) -> None:
        html = page.get(f"/been/slips/{slip.pk}/").content.decode()
        printed = html[html.index("<article") : html.index("</article>")]

        assert all(word in printed for word in (grouped(slip.code), "https://holdfast.example/slips/", "<svg"))
        assert "does not say that anybody saw them there" in printed
        assert WHERE not in printed
