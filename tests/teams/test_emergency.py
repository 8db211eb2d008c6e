"""Opening a plan without a grant: only where the person allowed it, with a reason, loud, and for a day."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from holdfast.accounts.models import Person
from holdfast.consent.access import granted
from holdfast.consent.actions import Reason, restrict
from holdfast.consent.models import Emergency, Entry
from holdfast.domain.consent import Item
from holdfast.notices.models import Notice, Urgency
from holdfast.teams.looking import NotAllowed, open_in_emergency
from holdfast.teams.members import allow_emergency, end_member
from holdfast.teams.queries import viewers_behind
from tests.browser import Browser
from tests.teams.test_programmes import told
from tests.teams.world import World, at

pytestmark = pytest.mark.django_db
SAID = {"name": "Dee", "affiliation": "Riverside", "nature": "a call at night", "reason": "he does not answer"}
REASON = Reason("Dee", "Riverside", "a call at night", "he does not answer")


@pytest.fixture
def dee(world: World) -> Browser:
    """Dee, signed in."""
    return at(world.dee.person)


@pytest.fixture
def address(world: World) -> str:
    """Where the plan is opened."""
    return f"/work/{world.team.pk}/emergency/"


def test_opens_the_plan(dee: Browser, address: str) -> None:
    assert "the heron leaves" in dee.press(address, SAID).content.decode()


@pytest.mark.parametrize("left_out", list(SAID))
@pytest.mark.parametrize("words", ["", "   "], ids=["nothing", "spaces"])
def test_is_refused_without_any_part(dee: Browser, address: str, left_out: str, words: str) -> None:
    page = dee.press(address, {**SAID, left_out: words}).content.decode()

    assert not Emergency.objects.exists()
    assert all(said in page for name, said in SAID.items() if name != left_out)


def test_fills_in_who_and_where_but_not_why(dee: Browser, address: str) -> None:
    page = dee.get(address).content.decode()

    assert 'value="Dee"' in page and 'value="Riverside"' in page and "a call at night" not in page


def test_is_not_there_where_it_was_not_allowed(dee: Browser, address: str, world: World) -> None:
    allow_emergency(care_team=world.team, is_allowed=False)

    assert (dee.get(address).status_code, dee.post(address, SAID).status_code) == (404, 404)


def test_is_not_offered_where_it_was_not_allowed(dee: Browser, world: World) -> None:
    allow_emergency(care_team=world.team, is_allowed=False)

    assert "emergency" not in dee.get(f"/work/{world.team.pk}/").content.decode()


def test_is_not_there_while_the_person_shares_nothing_at_all(
    dee: Browser, address: str, john: Person, present: datetime
) -> None:
    restrict(by=john, now=present)

    assert dee.post(address, SAID).status_code == 404


def test_is_refused_where_the_yes_is_taken_back_meanwhile(world: World, present: datetime) -> None:
    member = world.member(world.dee)
    allow_emergency(care_team=world.team, is_allowed=False)

    with pytest.raises(NotAllowed):
        open_in_emergency(member=member, reason=REASON, now=present)


def test_tells_the_person_at_once(dee: Browser, address: str, john: Person, present: datetime) -> None:
    told(john, present)
    dee.press(address, SAID)

    assert Notice.objects.get(person_id=john.pk).urgency == Urgency.NOW


def test_shows_the_person_who_and_why(dee: Browser, address: str, page: Browser, world: World) -> None:
    dee.press(address, SAID)
    shown = page.get(f"/team/{world.team.pk}/").content.decode()

    assert all(said in shown for said in SAID.values())


@pytest.mark.parametrize(("after", "is_open"), [(timedelta(hours=24, seconds=-1), True), (timedelta(hours=24), False)])
def test_ends_after_a_day(world: World, john: Person, present: datetime, after: timedelta, is_open: bool) -> None:
    member = world.member(world.dee)
    open_in_emergency(member=member, reason=REASON, now=present)
    passed = granted(viewers=viewers_behind(member), owner=john.pk, item=Item.SAFETY_PLAN, now=present + after)

    assert (passed is not None) is is_open


def test_opens_nothing_but_the_plan_and_for_nobody_else(world: World, john: Person, present: datetime) -> None:
    open_in_emergency(member=world.member(world.dee), reason=REASON, now=present)
    opened = {
        (worker.name, item)
        for worker in (world.dee, world.sam)
        for item in Item
        if granted(viewers=viewers_behind(world.member(worker)), owner=john.pk, item=item, now=present)
    }

    assert opened == {("Dee", Item.SAFETY_PLAN)}


def test_ends_when_the_person_ends_it(dee: Browser, address: str, page: Browser, world: World) -> None:
    dee.press(address, SAID)
    row = Emergency.objects.get()
    page.press(f"/team/{world.team.pk}/emergency/{row.pk}/end/")

    assert dee.get(f"/work/{world.team.pk}/shared/plan/").status_code == 404


def test_ends_when_the_worker_leaves(dee: Browser, address: str, world: World, present: datetime) -> None:
    dee.press(address, SAID)
    end_member(member=world.member(world.dee), now=present)

    assert Emergency.objects.get().ended_at


def test_is_in_the_record_with_each_look(dee: Browser, address: str) -> None:
    dee.press(address, SAID)

    assert list(Entry.objects.order_by("number").values_list("verb", flat=True)) == ["emergency", "looked"]
