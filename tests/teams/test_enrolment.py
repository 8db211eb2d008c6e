"""A person joins by a link: in few taps, with everything theirs, and no link that tells anything."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from html.parser import HTMLParser
from typing import Any

import pytest

from holdfast.accounts.models import Person
from holdfast.consent.access import items_granted
from holdfast.domain.network import Role
from holdfast.network.models import Tie
from holdfast.teams.enrolling import EnrolmentRefused, Joining, join_team, make_enrolment, revoke_enrolment
from holdfast.teams.models import CareTeam, Enrolment, Member, Worker
from holdfast.teams.programmes import ProgrammeFacts, WorkerFacts, add_programme, end_worker, verify_worker
from holdfast.teams.queries import viewers_behind
from tests.browser import Browser
from tests.conftest import PASSPHRASE
from tests.teams.world import YEAR, World, at, joined

pytestmark = pytest.mark.django_db
ANSWERS = {"called": "Mia", "emergency": "no"}


def link(world: World) -> str:
    return f"/team/join/{make_enrolment(worker=world.dee, now=world.now).token}/"


class Asked(HTMLParser):
    """Fields of the form that answers, and which of them nobody has to touch."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.asked: set[str] = set()
        self.chosen: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        if tag in {"input", "select", "textarea"} and said.get("type") not in {"hidden", "submit"}:
            name = said["name"] or ""
            self.asked.add(name)
            if "checked" in said or (said.get("value") and said.get("type") not in {"radio", "checkbox"}):
                self.chosen.add(name)


class TestAWorker:
    def test_makes_a_link_with_one_tap(self, world: World) -> None:
        page = at(world.dee.person).press("/work/enrol/").content.decode()

        assert "<svg" in page
        assert "/team/join/" in page

    def test_finds_the_link_under_the_word_they_noted(self, world: World) -> None:
        dee = at(world.dee.person)
        made = make_enrolment(worker=world.dee, now=world.now)
        page = dee.press(f"/work/enrol/{made.pk}/", {"reminder": "tall, red scarf"})

        assert "tall, red scarf" in page.content.decode()

    def test_makes_no_link_for_another_programme_where_they_no_longer_work(self, world: World) -> None:
        harbour = add_programme(facts=ProgrammeFacts("Harbour"), now=world.now)
        said = WorkerFacts("Dee", Role.THERAPIST, "seen on paper", world.now + YEAR)
        there = verify_worker(account=world.dee.person, programme=harbour, facts=said, by=world.operator, now=world.now)
        end_worker(worker=there, now=world.now)
        before = Enrolment.objects.count()

        assert at(world.dee.person).post("/work/enrol/", {"work": str(there.pk)}).status_code == 404
        assert Enrolment.objects.count() == before

    def test_takes_a_link_back(self, world: World) -> None:
        made = make_enrolment(worker=world.dee, now=world.now)
        at(world.dee.person).press(f"/work/enrol/{made.pk}/", {"do": "revoke"})

        assert Browser().get(f"/team/join/{made.token}/").status_code == 404

    def test_does_not_join_by_their_own_link(self, world: World) -> None:
        at(world.dee.person).post(link(world), ANSWERS)

        assert CareTeam.objects.count() == 1


class TestJoining:
    def test_twice_by_one_link_leads_to_the_same_team(self, world: World, maria: Person) -> None:
        here, browser = link(world), at(maria)
        first, second = browser.post(here, ANSWERS), browser.post(here, ANSWERS)

        assert second.url == first.url

    def test_a_used_link_is_gone_for_everybody_else(self, world: World, maria: Person, john: Person) -> None:
        here = link(world)
        at(maria).post(here, ANSWERS)

        assert at(john).get(here).status_code == 404

    def test_takes_few_taps_and_fields(self, world: World) -> None:
        """Opening the picture is the first tap. Typed: nickname, passphrase, a name for the team."""
        browser, here = Browser(), link(world)
        taps = 1
        first = Asked(browser.get(here).content.decode())
        said = {"username": "mia-new", "password1": PASSPHRASE, "time_zone": "America/Chicago", "next": here}
        codes = browser.press("/account/new/", said)
        taps += 1
        later = re.search(r'<a class="quiet" href="([^"]+)"', codes.content.decode())
        assert later
        second = Asked(browser.get(later[1]).content.decode())
        taps += 1
        taps += 1  # yes or no
        browser.press(here, ANSWERS)
        taps += 1
        typed = (first.asked | second.asked) - {"time_zone", "on_map", "emergency"}

        assert (taps, typed, CareTeam.objects.filter(called__isnull=False).count()) == (
            5,
            {"username", "password1", "called"},
            2,
        )

    def test_shares_nothing(self, world: World, maria: Person) -> None:
        team = joined(world.dee, maria, world.now)
        member = Member.objects.get(care_team=team)

        assert items_granted(viewers=viewers_behind(member), owner=maria.pk, now=world.now) == []

    def test_presets_no_answer_on_emergencies(self, world: World, maria: Person) -> None:
        assert "emergency" not in Asked(at(maria).get(link(world)).content.decode()).chosen

    def test_asks_again_where_it_was_left_open_and_keeps_the_name(self, world: World, maria: Person) -> None:
        page = at(maria).post(link(world), {"called": "Mia"}).content.decode()

        assert "Di sí o no" in page or "Say yes or no" in page
        assert 'value="Mia"' in page

    def test_keeps_the_link_for_later_when_the_answers_are_incomplete(self, world: World, maria: Person) -> None:
        here = link(world)
        at(maria).post(here, {"called": "Mia"})

        assert at(maria).get(here).status_code == 200

    def test_puts_the_worker_on_the_map_when_asked(self, world: World, maria: Person) -> None:
        at(maria).post(link(world), {**ANSWERS, "on_map": "on"})
        (tie,) = Tie.objects.filter(person=maria)

        assert (tie.name, tie.role, CareTeam.objects.get(person=maria).tie) == ("Dee", "therapist", tie)

    def test_leaves_the_map_alone_otherwise(self, world: World, maria: Person) -> None:
        at(maria).post(link(world), ANSWERS)

        assert not Tie.objects.filter(person=maria).exists()

    def test_again_with_the_same_programme_is_one_team(self, world: World, john: Person) -> None:
        team = joined(world.sam, john, world.now, called="J")

        assert (team.pk, team.members.count()) == (world.team.pk, 2)

    def test_in_two_tabs_at_once_uses_the_link_once(self, world: World, john: Person, maria: Person) -> None:
        made = make_enrolment(worker=world.dee, now=world.now)
        join_team(enrolment=made, by=maria, joining=Joining("M", False), now=world.now)

        with pytest.raises(EnrolmentRefused):
            join_team(enrolment=made, by=john, joining=Joining("J", False), now=world.now)


def unknown(made: Enrolment, now: datetime) -> None:
    Enrolment.objects.filter(pk=made.pk).delete()


def expired(made: Enrolment, now: datetime) -> None:
    Enrolment.objects.filter(pk=made.pk).update(expires_at=now)


def revoked(made: Enrolment, now: datetime) -> None:
    revoke_enrolment(enrolment=made, now=now)


def used(made: Enrolment, now: datetime) -> None:
    Enrolment.objects.filter(pk=made.pk).update(used_at=now)


def unverified(made: Enrolment, now: datetime) -> None:
    Worker.objects.filter(pk=made.worker_id).update(verified_until=now)


def left(made: Enrolment, now: datetime) -> None:
    Worker.objects.filter(pk=made.worker_id).update(left_at=now)


WAYS = [unknown, expired, revoked, used, unverified, left]


def seen(browser: Browser, path: str) -> tuple[int, str]:
    """The answer without what is random in any page."""
    response = browser.get(path)
    html = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", response.content.decode())
    return response.status_code, html.replace(path, "")


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_every_link_that_opens_nothing_looks_the_same(way: Any, world: World) -> None:
    made = make_enrolment(worker=world.dee, now=world.now)
    way(made, world.now)
    browser = Browser()

    assert seen(browser, f"/team/join/{made.token}/") == seen(browser, "/team/join/never-was/")


def test_a_link_works_until_its_last_second(world: World, maria: Person) -> None:
    made = make_enrolment(worker=world.dee, now=world.now)
    last = world.now + timedelta(days=7) - timedelta(seconds=1)

    assert join_team(enrolment=made, by=maria, joining=Joining("M", False), now=last)


def test_a_link_is_over_after_a_week(world: World, maria: Person) -> None:
    made = make_enrolment(worker=world.dee, now=world.now)

    with pytest.raises(EnrolmentRefused):
        join_team(enrolment=made, by=maria, joining=Joining("M", False), now=world.now + timedelta(days=7))


def test_the_page_of_a_link_tells_its_address_to_no_other_site(world: World, john: Person) -> None:
    for browser in (Browser(), at(john)):
        page = browser.get(link(world))
        # Not "no-referrer": with it a browser names no origin, and its own form would be refused.
        assert page.headers["Referrer-Policy"] == "same-origin"
        assert 'name="referrer" content="same-origin"' in page.content.decode()
