"""Sessions of workers are short; everybody else's are as they were."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from holdfast.accounts.models import Person
from holdfast.accounts.staying import BEGUN, USED, has_second_factor
from holdfast.domain.consent import Item
from holdfast.teams.models import Worker
from holdfast.teams.queries import team_viewer
from tests.browser import Browser
from tests.teams.world import World, at, second_step, shared

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def back(browser: Browser, present: datetime, key: str, ago: timedelta) -> None:
    """As if it had been that long."""
    session = browser.session
    session[key] = (present - ago).timestamp()
    session.save()


@pytest.mark.parametrize(
    ("since", "stays"),
    [
        ((USED, 29 * MINUTE), True),
        ((USED, 30 * MINUTE), False),
        ((BEGUN, timedelta(hours=11, minutes=59)), True),
        ((BEGUN, timedelta(hours=12)), False),
    ],
)
@pytest.mark.parametrize("path", ["/work/", "/today/", "/network/"])
def test_a_workers_session_ends_everywhere(
    world: World, present: datetime, since: tuple[str, timedelta], stays: bool, path: str
) -> None:
    dee = at(world.dee.person)
    back(dee, present, *since)

    assert (dee.get(path).status_code == 200) is stays


def test_a_person_stays_signed_in_for_weeks(world: World, page: Browser, present: datetime) -> None:
    for key in (BEGUN, USED):
        back(page, present, key, timedelta(days=20))

    assert page.get("/today/").status_code == 200


def test_nothing_of_a_persons_use_is_written_down(world: World, page: Browser) -> None:
    page.get("/today/")

    assert USED not in page.session


def test_using_it_keeps_it_open(world: World, present: datetime) -> None:
    dee = at(world.dee.person)
    back(dee, present, USED, 29 * MINUTE)
    dee.get("/today/")

    assert dee.session[USED] >= present.timestamp()


def test_an_open_page_that_asks_by_itself_is_no_use(world: World, john: Person, present: datetime) -> None:
    shared(john, team_viewer(world.team), present, item=Item.SAFETY_PLAN)
    dee = at(world.dee.person)
    back(dee, present, USED, 29 * MINUTE)
    before = dee.session[USED]
    assert dee.get(f"/work/{world.team.pk}/shared/plan/still/").status_code == 204

    assert dee.session[USED] == before


def test_whoever_may_no_longer_work_is_a_person_like_others(world: World, present: datetime) -> None:
    dee = at(world.dee.person)
    Worker.objects.filter(pk=world.dee.pk).update(verified_until=present)
    back(dee, present, USED, 90 * MINUTE)

    assert dee.get("/today/").status_code == 200


def test_one_page_says_what_is_missing_and_leads_there(world: World) -> None:
    world.dee.person.authenticator_set.all().delete()

    page = at(world.dee.person).get("/work/", follow=True).content.decode()

    assert 'href="/account/keys/"' in page
    assert "30 minutes" in page


def test_codes_on_paper_alone_are_no_second_factor(world: World) -> None:
    account = world.dee.person
    account.authenticator_set.all().delete()
    account.authenticator_set.create(type="recovery_codes", data={})

    assert not has_second_factor(account)


def test_with_an_app_on_the_phone_work_opens(john: Person, world: World) -> None:
    world.dee.person.authenticator_set.all().delete()
    second_step(world.dee.person)

    assert at(world.dee.person).get("/work/").status_code == 200


def test_after_setting_it_up_the_way_leads_on_to_work(world: World) -> None:
    world.dee.person.authenticator_set.all().delete()
    dee = at(world.dee.person)
    dee.get("/work/", follow=True)
    second_step(world.dee.person)

    assert '<a class="btn" href="/work/">Go on</a>' in dee.get("/account/keys/").content.decode()
