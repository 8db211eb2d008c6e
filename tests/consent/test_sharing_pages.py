"""The person's pages: who sees what, sharing something, stopping it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone

from holdfast.accounts.models import Person
from holdfast.care import recovery
from holdfast.consent import actions, viewers
from holdfast.consent.access import items_granted
from holdfast.consent.models import Entry, Grant, Restriction
from holdfast.consent.showing import look
from holdfast.consent.viewers import Known
from holdfast.domain.consent import Item, Viewer
from holdfast.domain.recovery_plan import Part
from tests.browser import Browser
from tests.consent.given import BEN, DEE, DEE_ACCOUNT, PLAN, RIVERSIDE, dee, given

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("circle", "plan")]
BOTH = frozenset({Item.SAFETY_PLAN, Item.NETWORK})
WHY = actions.Reason("Dee Park", "Riverside", "a hard night", "he called and could not speak")
OVERVIEW = "/sharing/"
HERE = ZoneInfo("America/Chicago")
"""Where John lives."""


def at(name: str, *args: Any) -> str:
    return reverse(name, args=args)


def days(count: int) -> str:
    """On John's calendar, where it may be another day than on the machine's."""
    return (timezone.localdate(timezone=HERE) + timedelta(days=count)).isoformat()


def why(**other: str) -> dict[str, str]:
    return {"purpose": "care", "words": "Tuesdays", "called": "John W", "first": days(0), "last": days(90), **other}


def chose(page: Browser, viewer: Viewer = DEE, **other: str) -> Any:
    """The first two steps; what the third shows."""
    page.post(at("sharing_what", viewer.id), {"items": ["safety_plan"]})
    return page.post(at("sharing_why", viewer.id), why(**other), follow=True)


def signed(page: Browser, mark: str, name: str = "John Walker") -> Any:
    return page.post(at("sharing_sign", DEE.id), {"signature": name, "mark": mark}, follow=True)


def test_without_grants_the_page_says_so(page: Browser) -> None:
    assert b"Only you see what you write here." in page.get(OVERVIEW).content


def test_the_page_says_who_sees_what_until_when(page: Browser, john: Person, present: datetime) -> None:
    grant = given(john, present, items=BOTH)

    text = page.get(OVERVIEW).content.decode()
    assert [word in text for word in ("Dee Park", "Plan for a hard hour, Map", str(grant.ends_at.year))] == [True] * 3


def test_it_says_at_once_how_many_see_something(page: Browser, john: Person, present: datetime) -> None:
    given(john, present)
    given(john, present, viewer=BEN, recipient="Ben")

    assert "2 people or teams see something of yours here." in page.get(OVERVIEW).content.decode()


def test_it_says_what_is_not_shared(page: Browser, john: Person, present: datetime) -> None:
    given(john, present, items=BOTH)

    assert "Not shared: Recovery plan, Check-ins, Days" in page.get(OVERVIEW).content.decode()


def test_what_begins_tomorrow_is_not_seen_yet(page: Browser, john: Person, present: datetime) -> None:
    given(john, present + timedelta(days=1))

    text = page.get(OVERVIEW).content.decode()
    assert ["Nobody sees anything of yours today." in text, "Not shared: Plan for a hard hour" in text] == [True] * 2


def test_it_says_who_looked_last(page: Browser, john: Person, present: datetime) -> None:
    given(john, present)
    before = page.get(OVERVIEW).content.decode()
    look(dee(), owner=john, item=Item.SAFETY_PLAN, now=present)

    after = page.get(OVERVIEW).content.decode()
    assert ("Nobody has looked yet." in before, "Last look: Dee Park, " in after) == (True, True)


def test_ten_grants_take_as_many_queries_as_one(
    page: Browser, john: Person, present: datetime, django_assert_max_num_queries: Any
) -> None:
    for _ in range(10):
        given(john, present)
        look(dee(), owner=john, item=Item.SAFETY_PLAN, now=present)
    page.get(OVERVIEW)

    with django_assert_max_num_queries(14):
        page.get(OVERVIEW)


def test_it_says_who_could_open_the_plan_in_an_emergency(
    page: Browser, present: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    loud = Known(RIVERSIDE, "Riverside", opens_in_emergency=True)
    monkeypatch.setattr(viewers, "_KNOWN", [lambda _: [loud]])

    assert "In an emergency, Riverside may open your plan" in page.get(OVERVIEW).content.decode()


def test_nobody_could_while_all_is_stopped(
    page: Browser, john: Person, present: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(viewers, "_KNOWN", [lambda _: [Known(RIVERSIDE, "Riverside", opens_in_emergency=True)]])
    actions.restrict(by=john, now=present)

    assert "In an emergency, Riverside" not in page.get(OVERVIEW).content.decode()


@pytest.mark.parametrize("address", ["/sharing/", "/sharing/new/", "/sharing/looked/", "/exchange/", "/way/", "/team/"])
def test_the_navigation_says_where_one_is(page: Browser, address: str) -> None:
    assert 'href="/tend/" aria-current="page"' in page.get(address).content.decode()


def test_stopping_is_one_tap(page: Browser, john: Person, present: datetime) -> None:
    grant = given(john, present)

    page.post(at("sharing_stop", grant.pk))
    assert not items_granted(viewers=[DEE], owner=john.pk, now=present)


def test_what_ended_is_still_there_to_read(page: Browser, john: Person, present: datetime) -> None:
    actions.revoke(grant=given(john, present), now=present)

    assert b"What ended" in page.get(OVERVIEW).content


def test_whom_lists_those_who_may_look_today(page: Browser) -> None:
    found = page.get(at("sharing_new")).content.decode()

    assert [name in found for name in ("Ben", "Riverside", "Dee Park")] == [True] * 3


def test_somebody_unknown_is_not_there(page: Browser) -> None:
    assert page.get(at("sharing_what", DEE_ACCOUNT)).status_code == 404


def test_nothing_is_ticked_beforehand(page: Browser) -> None:
    assert b"checked" not in page.get(at("sharing_what", DEE.id)).content


def test_what_is_in_each_is_said_before(page: Browser) -> None:
    assert b"Scores of the last year; no single answers." in page.get(at("sharing_what", DEE.id)).content


def test_where_nothing_is_there_yet_the_list_says_so(page: Browser, john: Person, present: datetime) -> None:
    before = page.get(at("sharing_what", DEE.id)).content.decode().count("nothing there yet")
    recovery.add_line(by=john, part=Part.DAILY, text="Swim", now=present)

    after = page.get(at("sharing_what", DEE.id)).content.decode().count("nothing there yet")
    assert (before, after) == (len(Item) - 1, len(Item) - 2)


def test_sharing_nothing_is_said_in_words(page: Browser) -> None:
    assert b"Tick at least one thing" in page.post(at("sharing_what", DEE.id)).content


def test_ninety_days_are_preset(page: Browser) -> None:
    page.post(at("sharing_what", DEE.id), {"items": ["safety_plan"]})

    assert f'value="{days(90)}"' in page.get(at("sharing_why", DEE.id)).content.decode()


@pytest.mark.parametrize(
    ("field", "count", "said"),
    [("last", 366, "within a year"), ("last", -1, "not before the first"), ("first", -1, "today or a later day")],
)
def test_days_that_cannot_be_are_refused_with_what_to_do(page: Browser, field: str, count: int, said: str) -> None:
    assert said in chose(page, **{field: days(count)}).content.decode()


def test_the_longest_is_a_year(fresh: Browser) -> None:
    assert chose(fresh, last=days(364)).redirect_chain


def test_the_why_cannot_come_before_the_what(page: Browser) -> None:
    assert page.get(at("sharing_why", DEE.id)).headers["Location"] == at("sharing_what", DEE.id)


def test_the_text_cannot_come_before_the_why(fresh: Browser) -> None:
    assert fresh.get(at("sharing_sign", DEE.id)).headers["Location"] == at("sharing_what", DEE.id)


def test_a_professional_needs_the_passphrase_again(page: Browser) -> None:
    assert chose(page).redirect_chain[-1][0].startswith("/account/again/")


@pytest.mark.parametrize(
    "element",
    [
        "I am John W.",
        "this site, http://localhost:8000,",
        "Plan for a hard hour",
        "Dee Park, Riverside, and nobody else",
        "So that we work together on my care. Tuesdays",
        "I can take this back at any time.",
        "What was seen or done before I took it back cannot be undone.",
        "It ends by itself when",
        "The law lets them pass some of it on in some cases.",
        "I do not have to sign.",
    ],
)
def test_the_text_has_every_element_of_a_written_consent(fresh: Browser, element: str) -> None:
    assert element in chose(fresh).content.decode()


def test_the_text_that_was_signed_is_kept_whole(fresh: Browser) -> None:
    page = chose(fresh)
    signed(fresh, page.context["mark"])

    grant = Grant.objects.get()
    assert (grant.text, grant.signature) == (page.context["text"].whole, "John Walker")


def test_it_is_shared_once_signed(fresh: Browser, john: Person) -> None:
    signed(fresh, chose(fresh).context["mark"])

    assert items_granted(viewers=[DEE], owner=john.pk, now=timezone.now()) == [Item.SAFETY_PLAN]


def test_a_grant_ends_with_its_last_day_on_the_clock_of_the_person(fresh: Browser, john: Person) -> None:
    signed(fresh, chose(fresh).context["mark"])

    with timezone.override(john.time_zone):
        ends_at = timezone.localtime(Grant.objects.get().ends_at)
    assert (ends_at.hour, ends_at.date() - timezone.localdate(timezone=HERE)) == (0, timedelta(days=91))


def test_nothing_is_shared_without_a_name(fresh: Browser) -> None:
    assert b"It is your signature." in signed(fresh, chose(fresh).context["mark"], "").content


def test_nobody_agrees_to_a_text_they_did_not_see(fresh: Browser) -> None:
    mark = chose(fresh).context["mark"]
    chose(fresh, words="something else")

    assert b"The text has changed" in signed(fresh, mark).content


def test_signing_twice_shares_once(fresh: Browser) -> None:
    mark = chose(fresh).context["mark"]
    signed(fresh, mark)
    signed(fresh, mark)

    assert Grant.objects.count() == 1


def test_a_friend_is_one_tap(page: Browser) -> None:
    shown = chose(page, BEN, purpose="hard_moment")
    page.post(at("sharing_agree", BEN.id), {"mark": shown.context["mark"]})

    assert Grant.objects.get().viewer == BEN


def test_a_friend_is_not_asked_for_the_purposes_of_a_service(page: Browser) -> None:
    page.post(at("sharing_what", BEN.id), {"items": ["safety_plan"]})

    form = page.get(at("sharing_why", BEN.id)).context["form"]
    assert [value for value, _ in form.fields["purpose"].choices] == ["at_my_request", "hard_moment"]


def test_a_professional_cannot_be_given_anything_by_a_tap(page: Browser) -> None:
    chose(page)

    assert page.post(at("sharing_agree", DEE.id)).status_code == 404


def test_the_words_of_a_draft_are_sealed_in_the_session(page: Browser) -> None:
    chose(page)

    assert "Tuesdays" not in str(dict(page.session))


def test_a_draft_of_somebody_else_is_not_read(page: Browser, other: Browser) -> None:
    chose(page)
    session = other.session
    session["sharing"] = page.session["sharing"]
    session.save()

    assert other.get(at("sharing_what", DEE.id)).status_code == 404


def test_it_can_be_seen_as_they_will_see_it(fresh: Browser) -> None:
    chose(fresh)

    seen = fresh.get(at("sharing_see", DEE.id, 1)).content.decode()
    assert [words in seen for words in ("I stop eating breakfast", "42 CFR part 2", "John W shares this")] == [True] * 3


def test_seeing_it_beforehand_is_no_look(page: Browser) -> None:
    page.get(at("sharing_see", DEE.id, 1))

    assert not Entry.objects.exists()


@pytest.mark.parametrize("number", [0, 99])
def test_what_is_not_on_the_list_cannot_be_seen(page: Browser, number: int) -> None:
    assert page.get(f"/sharing/new/{DEE.id}/see/{number}/").status_code == 404


def test_taking_a_tick_off_shares_less(page: Browser, john: Person, present: datetime) -> None:
    grant = given(john, present, items=BOTH)

    page.post(at("sharing_one", grant.pk), {"items": ["network"]})
    assert items_granted(viewers=[DEE], owner=john.pk, now=present) == [Item.NETWORK]


def test_a_tick_cannot_be_added(page: Browser, john: Person, present: datetime) -> None:
    grant = given(john, present)

    page.post(at("sharing_one", grant.pk), {"items": ["safety_plan", "network"]})
    assert items_granted(viewers=[DEE], owner=john.pk, now=present) == [Item.SAFETY_PLAN]


def test_the_page_of_one_shows_the_text_and_who_looked_by_it(page: Browser, john: Person, present: datetime) -> None:
    grant = given(john, present)
    look(dee(), owner=john, item=Item.SAFETY_PLAN, now=present)

    text = page.get(at("sharing_one", grant.pk)).content.decode()
    assert ("I, john-w, agree." in text, "looked at: Plan for a hard hour" in text) == (True, True)


def test_renewing_is_read_and_signed_anew(fresh: Browser, john: Person, present: datetime) -> None:
    first = given(john, present - timedelta(days=80))
    fresh.post(at("sharing_renew", first.pk))
    page = fresh.post(at("sharing_why", DEE.id), why(), follow=True)
    signed(fresh, page.context["mark"])

    assert list(Grant.objects.filter(ended_at=None).values_list("follows", flat=True)) == [first.pk]


def test_nothing_can_be_renewed_for_somebody_who_may_no_longer_look(
    page: Browser, john: Person, present: datetime
) -> None:
    grant = given(john, present, viewer=Viewer(DEE.kind, DEE_ACCOUNT))

    assert page.post(at("sharing_renew", grant.pk)).status_code == 404


def test_stopping_everything_stops_everything(page: Browser, john: Person, present: datetime) -> None:
    for viewer in (DEE, BEN):
        given(john, present, viewer=viewer)

    page.post(at("sharing_stop_all"))
    assert not items_granted(viewers=[DEE, BEN], owner=john.pk, now=present)


def test_one_tap_shares_again(page: Browser, john: Person, present: datetime) -> None:
    given(john, present)
    page.post(at("sharing_stop_all"))

    page.post(at("sharing_again"))
    assert not Restriction.objects.exists()


def test_an_emergency_stands_first_with_name_and_reason(page: Browser, john: Person, present: datetime) -> None:
    actions.open_emergency(person=john, viewer=RIVERSIDE, actor=DEE_ACCOUNT, reason=WHY, now=present)

    text = page.get(at("who_looked")).content.decode()
    assert ("Dee Park of Riverside opened your plan" in text, WHY.reason in text) == (True, True)


def test_an_emergency_is_ended_by_one_tap(page: Browser, john: Person, present: datetime) -> None:
    row = actions.open_emergency(person=john, viewer=RIVERSIDE, actor=DEE_ACCOUNT, reason=WHY, now=present)

    page.post(at("emergency_end", row.pk))
    assert not items_granted(viewers=[RIVERSIDE], owner=john.pk, now=present)


def test_an_emergency_stays_on_the_page_until_it_was_read(page: Browser, john: Person, present: datetime) -> None:
    row = actions.open_emergency(person=john, viewer=RIVERSIDE, actor=DEE_ACCOUNT, reason=WHY, now=present)
    actions.end_emergency(emergency=row, now=present)
    before = WHY.reason in page.get(OVERVIEW).content.decode()

    page.post(at("emergency_read", row.pk))
    assert (before, WHY.reason in page.get(OVERVIEW).content.decode()) == (True, False)


def test_the_plan_says_who_sees_it(page: Browser, john: Person, present: datetime) -> None:
    before = page.get("/plan/").content
    given(john, present, items=PLAN)

    assert (b"Only you see this." in before, b"Shared with Dee Park." in page.get("/plan/").content) == (True, True)


def test_a_stopped_plan_says_only_you(page: Browser, john: Person, present: datetime) -> None:
    given(john, present)
    actions.restrict(by=john, now=present)

    assert b"Only you see this." in page.get("/plan/").content


@pytest.mark.parametrize("name", ["sharing_one", "sharing_stop", "sharing_renew"])
def test_a_grant_of_somebody_else_is_not_there(other: Browser, john: Person, present: datetime, name: str) -> None:
    path = at(name, given(john, present).pk)

    answer = other.get(path) if name == "sharing_one" else other.post(path)
    assert answer.status_code == 404


def test_overview_takes_as_many_queries_for_one_as_for_thirty(
    page: Browser, john: Person, present: datetime, later: Callable[[int], datetime], django_assert_max_num_queries: Any
) -> None:
    for minute in range(30):
        given(john, present - timedelta(minutes=minute))
    page.get(OVERVIEW)

    with django_assert_max_num_queries(12):
        page.get(OVERVIEW)


@pytest.mark.parametrize("address", ["/ties/new/", "/ties/several/", "/start/2/"])
def test_a_page_about_somebody_on_the_map_says_who_sees_the_map(
    page: Browser, john: Person, present: datetime, address: str
) -> None:
    before = page.get(address).content
    given(john, present, items=[Item.NETWORK])

    after = page.get(address).content
    assert (b"Only you see this." in before, b"Your map is shared with Dee Park: no names, no notes." in after) == (
        True,
        True,
    )
