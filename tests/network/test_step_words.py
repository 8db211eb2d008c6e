"""Every step can be said, in both languages, and leads somewhere."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from django.utils import translation

from holdfast.accounts.models import Person
from holdfast.domain.steps import Rule, Step
from holdfast.network import actions, words
from holdfast.network.models import Need, Tie
from holdfast.network.queries import situation_for
from holdfast.network.step_words import FITS, told
from tests.browser import Browser

pytestmark = pytest.mark.django_db
OFFER = "5a1c9a3e-0000-4000-8000-000000000000"


@pytest.fixture
def subjects(john: Person, ben: Tie, rides: Need, now: datetime) -> dict[Rule, Step]:
    """A step of each rule, about something that is there."""
    rung = actions.choose_rung(by=john, rung=actions.add_rung(by=john, text="Wave", expected=1, now=now), now=now)
    tie, need = str(ben.pk), str(rides.pk)
    about = {
        Rule.THANK: Step(Rule.THANK, tie, days=1),
        Rule.JOIN: Step(Rule.JOIN, OFFER, need=need, fits=("near", "online")),
        Rule.OPEN_NEED: Step(Rule.OPEN_NEED, need, need=need),
        Rule.KEEP_IN_TOUCH: Step(Rule.KEEP_IN_TOUCH, tie, days=9, rhythm=7),
        Rule.SINGLE_POINT: Step(Rule.SINGLE_POINT, tie, need=need, count=2),
        Rule.NEXT_RUNG: Step(Rule.NEXT_RUNG, str(rung.pk)),
        Rule.ONE_CIRCLE: Step(Rule.ONE_CIRCLE, "1", count=5),
        Rule.GOAL_GROUP: Step(Rule.GOAL_GROUP, "group_a_month"),
        Rule.GOAL_CALL: Step(Rule.GOAL_CALL, "weekly_call"),
    }
    return {rule: about.get(rule, Step(rule)) for rule in Rule}


@pytest.mark.parametrize("rule", list(Rule))
@pytest.mark.parametrize("language", ["en", "es"])
def test_every_rule_has_its_sentence(
    john: Person, subjects: dict[Rule, Step], now: datetime, rule: Rule, language: str
) -> None:
    with translation.override(language):
        (said,) = told([subjects[rule]], situation_for(john, today=now.date()), offers={OFFER: "Friday group"})

    assert said.title
    assert said.reason
    assert said.address or said.thanks_tie


def test_speaks_spanish(john: Person, subjects: dict[Rule, Step], now: datetime) -> None:
    with translation.override("es"):
        (said,) = told([subjects[Rule.THANK]], situation_for(john, today=now.date()), offers={})

    assert said.title == "Dale las gracias a Ben"


@pytest.mark.parametrize(
    "listing", [words.ROLES, words.KINDS, words.CIRCLES, words.STATES, words.AREAS, words.BALANCES]
)
def test_every_value_has_its_word(listing: words.Words) -> None:
    kind = type(next(iter(listing)))

    assert set(listing) == set(kind)


def test_a_step_on_today_leads_to_its_tie(
    page: Browser, add_tie: Callable[..., Tie], john: Person, now: datetime
) -> None:
    tie = add_tie("Leila")
    actions.log_touch(by=john, tie=tie, facts=actions.TouchFacts(now.date(), "received"), now=now)

    assert f"/ties/{tie.pk}/thanks/" in page.get("/today/").content.decode()


@pytest.mark.parametrize("fit", ["near", "online", "soon", "language", "newcomers", "access", "not_12_step", "family"])
def test_every_reason_the_directory_gives_has_its_words(fit: str) -> None:
    assert str(FITS[fit])
