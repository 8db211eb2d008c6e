"""No page asks the database more because there is more to show."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from holdfast.accounts.models import Person
from holdfast.domain.network import Role, SupportKind
from holdfast.network import actions
from holdfast.network.models import Network, Tie
from tests.browser import Browser

pytestmark = pytest.mark.django_db
PAGES = ("/network/", "/network/list/", "/network/coverage/", "/needs/", "/ladder/", "/goals/", "/today/", "/now/")


def queries(page: Browser, path: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert page.get(path).status_code == 200
    return len(captured)


@pytest.mark.parametrize("path", PAGES)
def test_asks_as_often_for_many_as_for_few(
    page: Browser, network: Network, add_tie: Callable[..., Tie], now: datetime, path: str
) -> None:
    john = network.person

    def grow(start: int) -> None:
        for number in range(start, start + 4):
            tie = add_tie(f"Friend {number}", Role.FRIEND, gives={SupportKind.SOCIAL: 1}, takes_calls=True)
            facts = actions.NeedFacts(f"Need {number}", SupportKind.SOCIAL)
            actions.add_need(by=john, network=network, facts=facts, now=now)
            actions.log_touch(by=john, tie=tie, facts=actions.TouchFacts(now.date(), "received"), now=now)
            actions.add_rung(by=john, text=str(number), expected=1, now=now)

    grow(0)
    page.get(path)
    few = queries(page, path)
    grow(4)

    assert queries(page, path) <= few


def test_one_ties_page_asks_as_often_after_many_contacts(page: Browser, john: Person, ben: Tie, now: datetime) -> None:
    actions.log_touch(by=john, tie=ben, facts=actions.TouchFacts(now.date()), now=now)
    few = queries(page, f"/ties/{ben.pk}/")
    for _ in range(12):
        actions.log_touch(by=john, tie=ben, facts=actions.TouchFacts(now.date()), now=now)

    assert queries(page, f"/ties/{ben.pk}/") <= few
