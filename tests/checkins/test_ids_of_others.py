"""Somebody else's ids in one's own forms: they are never taken, wherever a form names a row."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from holdfast.accounts.models import Person
from holdfast.asks.models import CheckInWatch
from holdfast.checkins import attendance, chips, goals
from holdfast.checkins.commitments import CommitmentFacts, add_commitment
from holdfast.checkins.counters import CounterFacts, add_counter
from holdfast.checkins.models import Attendance, Chip, Commitment, HardMoment, Setback, Slip, Workbook
from holdfast.checkins.workbooks import begin_workbook
from holdfast.network.models import Tie
from holdfast.tending.models import Boundary, Conflict, ImportantDate, Thanks, Thing
from tests.asks.circle import agreed, tie_named
from tests.browser import Browser
from tests.tending.tended import conflict

pytestmark = pytest.mark.django_db


@pytest.fixture
def hers(maria: Person, present: datetime) -> dict[str, Any]:
    """What is Maria's."""
    agreement = agreed(maria, "Kelpie", present)
    been = attendance.log_attendance(
        by=maria, facts=attendance.AttendanceFacts(present.date(), "kelp farm"), now=present
    )
    return {
        "agreement": agreement,
        "tie": agreement.tie,
        "goal": goals.add_goal(by=maria, facts=goals.GoalFacts("kelp"), now=present),
        "been": been,
    }


def test_no_form_takes_them(page: Browser, john: Person, hers: dict[str, Any], present: datetime) -> None:
    """Each form is right but for the one id."""
    agreed(john, "Rosa", present)
    tie = tie_named(john, "Ben", present)
    day = present.date().isoformat()
    agreement, theirs = str(hers["agreement"].pk), str(hers["tie"].pk)
    counter = add_counter(by=john, facts=CounterFacts("x"), started_at=present - timedelta(days=3), now=present)
    chip = chips.make_chip(by=john, text="x", earned_on=present.date(), now=present)
    said = add_commitment(by=john, facts=CommitmentFacts("x", days=(1,)), now=present)
    book = begin_workbook(by=john, name="x", titles=[""], now=present)
    been = attendance.log_attendance(by=john, facts=attendance.AttendanceFacts(present.date(), "x"), now=present)
    goals.add_goal(by=john, facts=goals.GoalFacts("x"), now=present)
    between = conflict(tie, present)
    sent = {
        f"/days/{counter.pk}/again/": {"when": "today", "again": "then", "tells": "some", "told": agreement},
        f"/days/chips/{chip.pk}/": {"giver": agreement},
        f"/said/{said.pk}/witness/": {"agreement": agreement, "shows_words": "on"},
        f"/workbook/{book.pk}/share/": {"agreement": agreement},
        "/said/new/": {"text": "kelp", "when": "once", "due_on": day, "goal": str(hers["goal"].pk)},
        f"/been/{been.pk}/": {"name": "x", "on": day, "how": "in_person", "others": theirs},
        "/been/log/": {"tie": theirs},
        "/been/slips/new/": {"name": "x", "times": str(hers["been"].pk), "days": "90"},
        "/thanks/": {"way": "heard", "tie": theirs, "text": "kelp", "on": day},
        "/dates/": {"kind": "birthday", "tie": theirs, "day": "3", "month": "4"},
        "/things/": {"kind": "lent", "tie": theirs, "text": "kelp", "on": day},
        "/limits/new/": {"whose": "mine", "tie": theirs, "text": "kelp", "agreed": "said"},
        f"/repair/{between.pk}/edit/": {"on": day, "issue": "x", "tie": theirs, "mediator": theirs},
        f"/ties/{theirs}/repair/": {"on": day, "issue": "kelp"},
        f"/ties/{theirs}/hopes/": {"hoped": "kelp"},
        f"/ties/{theirs}/back/": {"afraid": "yes"},
        f"/ties/{theirs}/pause/": {},
        f"/ties/{theirs}/thanked/": {"text": "kelp"},
        f"/in-touch/{theirs}/": {"how": "call", "direction": "both"},
        "/check-in/hard/": {"happened": "x", "who": "someone", "tie": theirs},
        "/check-in/awaited/": {"at": "20:00", "days": "1", "chosen": agreement, "agreements": agreement},
    }

    pages = [page.post(where, data) for where, data in sent.items()]

    said_back = "".join(one.content.decode() for one in pages)
    assert "Kelpie" not in said_back
    assert "kelp farm" not in said_back
    assert not Setback.objects.filter(told=hers["agreement"]).exists()
    assert not Chip.objects.filter(giver=hers["agreement"]).exists()
    assert not Commitment.objects.filter(witness=hers["agreement"]).exists()
    assert not Commitment.objects.filter(person=john, goal=hers["goal"]).exists()
    assert not Workbook.objects.filter(shared_with=hers["agreement"]).exists()
    assert not Attendance.objects.filter(others=hers["tie"]).exists()
    assert not Attendance.objects.filter(tie=hers["tie"]).exists()
    assert not Slip.objects.exists()
    assert not HardMoment.objects.filter(tie=hers["tie"]).exists()
    for model in (Thanks, ImportantDate, Thing, Boundary, Conflict):
        assert not model._default_manager.filter(tie=hers["tie"]).exists(), model
    assert not Conflict.objects.filter(mediator=hers["tie"]).exists()
    assert Tie.objects.get(pk=hers["tie"].pk).state == hers["tie"].state
    assert not CheckInWatch.objects.filter(chosen=hers["agreement"]).exists()
