"""Several at the same time, in real transactions: one emergency, one grant, and no look after the end."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.http import Http404

from holdfast.accounts.models import Person
from holdfast.consent.actions import Reason, Words, give_grant_once, open_emergency, revoke
from holdfast.consent.checking import Checked, check_record
from holdfast.consent.models import Emergency, Entry, Grant
from holdfast.consent.showing import look
from holdfast.domain.consent import Item
from tests.asks.test_together import together
from tests.consent.given import DEE, DEE_ACCOUNT, dee, draft_of, given

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor == "sqlite", reason="its writers queue in any case"),
]
AT_ONCE = 5


def test_emergency_access_asked_for_at_once_is_one(john: Person, now: datetime) -> None:
    why = Reason("Dee", "Riverside", "a call at night", "he does not answer")
    together(
        [
            lambda: open_emergency(person=john, viewer=DEE, actor=DEE_ACCOUNT, reason=why, now=now)
            for _ in range(AT_ONCE)
        ]
    )

    assert Emergency.objects.count() == 1


def test_what_is_signed_at_once_is_given_once(john: Person, now: datetime) -> None:
    together([lambda: give_grant_once(by=john, draft=draft_of(now), words=Words(), now=now) for _ in range(AT_ONCE)])

    assert Grant.objects.count() == 1


def test_no_look_stands_behind_the_end(john: Person, now: datetime) -> None:
    grant, later = given(john, now), now + timedelta(minutes=1)

    def looks() -> None:
        for _ in range(AT_ONCE):
            try:
                look(dee(), owner=john, item=Item.SAFETY_PLAN, now=later)
            except Http404:
                return

    together([looks, looks, lambda: revoke(grant=grant, now=later), looks])

    lines = list(Entry.objects.order_by("number").values_list("verb", flat=True))
    assert lines[lines.index("revoked") + 1 :] == ["refused"]
    assert check_record() == Checked(len(lines))
