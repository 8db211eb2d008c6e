"""A listing's page: when and where, how to join, how fresh it is, and how to keep it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from holdfast.directory.models import Listing, Source
from holdfast.domain.meetings.meeting import Attendance, Meeting, Slot
from tests.browser import Browser

pytestmark = pytest.mark.django_db


def kept(checked_days_ago: int = 1, is_gone: bool = False, **values: Any) -> Listing:
    """A stored listing of a meeting with these values."""
    now = timezone.now()
    given = {"key": "k", "name": "Quiet Tuesday", "fellowship": "smart", "slots": (Slot(2, 1140, 1200),), **values}
    said = {"created_at": now, "imported_at": now}
    source = Source.objects.create(key=str(uuid4()), name="Area office", format="meeting-guide", licence="CC0", **said)
    return Listing.objects.create(
        source=source,
        key="k",
        name=given["name"],
        meeting=Meeting(**given).to_json(),
        fingerprint="x",
        created_at=now,
        changed_at=now,
        checked_at=now - timedelta(days=checked_days_ago),
        gone_at=now if is_gone else None,
    )


def text(browser: Browser, listing: Listing) -> str:
    """The page of a listing."""
    return str(browser.get(f"/find/{listing.pk}/").content.decode())


def test_stands_open_to_a_stranger(stranger: Browser) -> None:
    assert "<h1>Quiet Tuesday</h1>" in text(stranger, kept())


def test_an_unknown_listing_is_not_found(stranger: Browser) -> None:
    assert stranger.get(f"/find/{uuid4()}/").status_code == 404


def test_the_title_tells_nothing(stranger: Browser) -> None:
    assert "<title>Find: one listing</title>" in text(stranger, kept(name="Quiet Tuesday"))


def test_says_when_on_the_clock_of_the_place(stranger: Browser) -> None:
    html = text(stranger, kept(zone="America/Chicago", zone_is_stated=True))

    assert "Tuesday, 7 p.m. to 8 p.m." in html
    assert "Chicago time" in html


def test_says_when_a_zone_was_worked_out(stranger: Browser) -> None:
    assert "Chicago time, worked out from the place" in text(stranger, kept(zone="America/Chicago"))


def test_says_when_the_zone_is_not_known(stranger: Browser) -> None:
    assert "does not say in which time zone" in text(stranger, kept())


def test_puts_the_viewers_own_clock_beside_it(page: Browser) -> None:
    html = text(page, kept(zone="Europe/Madrid", zone_is_stated=True, attendance=Attendance.ONLINE))

    assert "For you: Tuesday, noon" in html


def test_leaves_the_viewers_clock_out_where_it_is_the_same(page: Browser) -> None:
    assert "For you" not in text(page, kept(zone="America/Chicago"))


def test_a_meeting_without_a_day_is_by_appointment(stranger: Browser) -> None:
    html = text(stranger, kept(slots=()))

    assert "By appointment" in html
    assert "Sunday" not in html


@pytest.mark.parametrize(
    ("values", "link"),
    [
        ({"conference_url": "https://meet.example.org/a?b=1"}, 'href="https://meet.example.org/a?b=1"'),
        ({"conference_phone": "+12025550143,,1#"}, 'href="tel:+12025550143,,1%23"'),
        ({"latitude": 41.5, "longitude": -87.25}, 'href="geo:41.5,-87.25"'),
        ({"url": "https://example.org/group"}, 'href="https://example.org/group"'),
    ],
)
def test_what_can_be_opened_is_a_link(stranger: Browser, values: dict[str, Any], link: str) -> None:
    assert link in text(stranger, kept(**values))


def test_a_link_out_tells_nobody_where_one_came_from(stranger: Browser) -> None:
    assert 'rel="noreferrer noopener"' in text(stranger, kept(conference_url="https://meet.example.org/a"))


def test_joining_comes_with_a_word_on_privacy(stranger: Browser) -> None:
    assert "keep the camera off" in text(stranger, kept(conference_url="https://meet.example.org/a"))


def test_what_is_online_has_no_address(stranger: Browser) -> None:
    html = text(stranger, kept(address="1 Road", latitude=1.0, longitude=1.0, attendance=Attendance.ONLINE))

    assert "1 Road" not in html
    assert "geo:" not in html


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"is_gone": True}, "Its source no longer lists it"),
        ({"is_closed": True}, "Closed for now"),
        ({"checked_days_ago": 181}, "not checked this for more than 180 days"),
        ({"updated_at": timezone.now() - timedelta(days=366)}, "not changed this for over a year"),
        ({}, "do not know whether it meets in person or online"),
    ],
)
def test_warns_of_what_may_be_wrong(stranger: Browser, values: dict[str, Any], says: str) -> None:
    assert says in text(stranger, kept(**values))


def test_warns_of_nothing_when_all_is_well(stranger: Browser) -> None:
    html = text(stranger, kept(attendance=Attendance.IN_PERSON, updated_at=timezone.now() - timedelta(days=364)))

    assert "Check before you go" not in html


@pytest.mark.parametrize(
    ("fellowship", "says"), [("aa", "<li>12-step programme</li>"), ("smart", "<li>Not a 12-step programme</li>")]
)
def test_says_whether_it_is_12_step(stranger: Browser, fellowship: str, says: str) -> None:
    assert says in text(stranger, kept(fellowship=fellowship))


def test_says_nothing_about_steps_where_it_is_not_known(stranger: Browser) -> None:
    assert "12-step" not in text(stranger, kept(fellowship="other"))


def test_names_the_source_its_licence_and_the_last_check(stranger: Browser) -> None:
    html = text(stranger, kept())

    assert "Source: Area office (CC0)." in html
    assert "Last checked on" in html


def test_text_of_the_source_is_shown_as_text(stranger: Browser) -> None:
    html = text(stranger, kept(notes="<script>alert(1)</script>\nSecond line"))

    assert "<script>alert" not in html
    assert "<br>Second line" in html


def test_a_person_can_keep_it(page: Browser) -> None:
    listing = kept()

    assert f'action="{reverse("listing_keep", args=[listing.pk])}"' in text(page, listing)


def test_a_stranger_is_offered_an_account(stranger: Browser) -> None:
    listing = kept()

    assert f"?next=/find/{listing.pk}/" in text(stranger, listing)


def test_what_is_gone_cannot_be_kept(page: Browser) -> None:
    assert "Keep this" not in text(page, kept(is_gone=True))


@pytest.mark.parametrize(
    ("came_from", "back"),
    [
        ("http://testserver/find/?how=online", "/find/?how=online#found"),
        ("http://testserver/find/", "/find/"),
        ("http://elsewhere.example/find/?how=online", "/find/"),
        ("http://testserver/today/?x=1", "/find/"),
        ("", "/find/"),
    ],
)
def test_leads_back_to_the_search_one_came_from(stranger: Browser, came_from: str, back: str) -> None:
    response = stranger.get(f"/find/{kept().pk}/", headers={"Referer": came_from})

    assert response.context["back"] == back


def test_a_family_group_is_named_as_one(stranger: Browser) -> None:
    assert "for family and friends of someone" in text(stranger, kept(fellowship="al-anon"))
