"""The process dies at every point of a whole story, one after the other; what comes of it is always the same."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import count
from typing import Any

import pytest

from holdfast.accounts.actions import open_account
from holdfast.accounts.models import Person
from holdfast.asks.actions import THINK_AGAIN, AskFacts, SlotFacts, answer, give_back, open_ask, withdraw_ask
from holdfast.asks.jobs import LEASE, move_due, remind_due
from holdfast.asks.models import Answer, Ask, Moment, Population, Promise, Reply
from holdfast.domain.asks.kinds import Kind
from holdfast.notices.jobs import LEASE as NOTICE_LEASE
from holdfast.notices.jobs import deliver_due
from holdfast.notices.models import Notice
from tests.asks.circle import agreed, with_place
from tests.asks.conftest import NOW
from tests.asks.dying import Died, Points, Post, mortal
from tests.asks.told import standing

pytestmark = pytest.mark.django_db(transaction=True)
EVERY = 1 if int(os.environ.get("HOLDFAST_EXAMPLES", "40")) >= 2000 else 23
"""All points in the long run, elsewhere some."""
TOMORROW = NOW + timedelta(days=1)
MINUTE = timedelta(minutes=1)
Step = Callable[[datetime], object]
serial = count()


@pytest.fixture(autouse=True)
def post(settings: Any) -> None:
    settings.EMAIL_BACKEND = "tests.asks.dying.Post"
    Post.empty()


def somebody() -> Person:
    """Before anybody's answers taught anything, so that all stories are alike."""
    Population.objects.all().delete()
    person = open_account(nickname=f"person-{next(serial)}", passphrase="three quiet herons at dawn", now=NOW)
    with_place(person, person.nickname, NOW)
    for name in ("Rosa", "Ben", "Ana"):
        agreed(person, f"{name}-{next(serial)}", NOW)
    return person


def the_ask(person: Person) -> Ask:
    return Ask.objects.get(person=person)


def in_order(person: Person) -> list[Reply]:
    """Those who were asked, in the order in which they first were."""
    found: dict[Any, Reply] = {}
    for moment in Moment.objects.filter(ask__person=person, what="asked").order_by("pk").select_related("reply"):
        if moment.reply is not None:
            found.setdefault(moment.reply_id, moment.reply)
    return list(found.values())


def asks_once(person: Person, at: datetime) -> None:
    """Whoever sees their ask does not send it again."""
    facts = AskFacts(Kind.RIDE, "please", answer_by=NOW + timedelta(hours=6), slots=(SlotFacts("", TOMORROW),))
    if not Ask.objects.filter(person=person).exists():
        open_ask(by=person, facts=facts, now=at)


def works(at: datetime) -> None:
    """One round of the worker."""
    move_due(now=at)
    remind_due(now=at)
    deliver_due(now=at)


def gives_back_once(person: Person, at: datetime) -> None:
    """What was promised before is given back; a second tap finds nothing to give."""
    for promise in standing(the_ask(person)):
        if promise.made_at < at:
            give_back(promise=promise, now=at)


def says(person: Person, number: int, said: Answer) -> Step:
    return lambda at: answer(reply=in_order(person)[number], said=said, now=at)


def story(person: Person) -> list[tuple[datetime, Step]]:
    """Asked, no, yes, covered, given back, opened again, yes, reminded, and taken back in the end."""
    late = NOW + timedelta(hours=5)
    return [
        (NOW, lambda at: asks_once(person, at)),
        (NOW + THINK_AGAIN, works),
        *[(NOW + 30 * MINUTE * number, works) for number in range(1, 10)],
        (late, says(person, 0, Answer.NO)),
        (late, works),
        (late + MINUTE, says(person, 1, Answer.YES)),
        (late + 2 * MINUTE, works),
        (late + 3 * MINUTE, lambda at: gives_back_once(person, at)),
        (late + 4 * MINUTE, works),
        (late + 40 * MINUTE, works),
        (late + 41 * MINUTE, says(person, 2, Answer.YES)),
        *[(TOMORROW - timedelta(hours=hours), works) for hours in (12, 9, 3, 1)],
        (TOMORROW - MINUTE, lambda at: withdraw_ask(ask=the_ask(person), now=at)),
        *[(TOMORROW + timedelta(hours=hours), works) for hours in range(1, 4)],
    ]


def told(person: Person, points: Points) -> None:
    """Whoever dies does it again: the person taps once more, the worker is started once more."""
    for at, step in story(person):
        while not lived_through(step, at, points):
            end_leases(at)


def lived_through(step: Step, at: datetime, points: Points) -> bool:
    try:
        with mortal(points):
            step(at)
            points.pass_one()
    except Died:
        return False
    return True


def end_leases(at: datetime) -> None:
    """In place of a minute's waiting: what a dead worker had claimed comes up again."""
    for model in (Ask, Promise):
        model.objects.filter(next_at=at + LEASE).update(next_at=at)  # type: ignore[attr-defined]  # both have it
    Notice.objects.filter(sent_at=None, due_at=at + NOTICE_LEASE).update(due_at=at)


def what_came(person: Person) -> tuple[list[str], Counter[str], str]:
    """The timeline, what was written to whom, and the end."""
    moments = Moment.objects.filter(ask__person=person).order_by("pk").values_list("what", flat=True)
    owners = {reply.agreement.supporter_id: f"supporter {number}" for number, reply in enumerate(in_order(person))}
    owners[person.pk] = "the person"
    notices = Notice.objects.filter(person_id__in=owners)
    written = Counter(f"{owners[row.person_id]}: {row.unique_key.split(':')[0]}" for row in notices)
    return list(moments), written, the_ask(person).outcome


def lived() -> tuple[Person, int]:
    """The story of somebody in which nobody dies."""
    person, points = somebody(), Points()
    told(person, points)
    return person, points.seen


def test_the_story_has_every_kind_of_step() -> None:
    person, points = lived()

    moments, written, outcome = what_came(person)

    wanted = {"asked", "widened", "no", "yes", "covered", "given_back", "reopened", "unsure", "withdrawn"}
    assert wanted <= set(moments)
    assert (outcome, points > 200) == ("withdrawn", True)
    assert (written["supporter 2: ask"], written["supporter 2: confirm"], written["supporter 0: ask"]) == (2, 1, 1)


def test_dying_anywhere_changes_nothing_of_what_comes() -> None:
    whole, points = lived()
    expected = what_came(whole)

    for dies_at in range(1, points + 1, EVERY):
        person = somebody()
        told(person, Points(dies_at))
        assert what_came(person) == expected, f"died at point {dies_at} of {points}"

    assert not Notice.objects.filter(sent_at=None).exists()


def test_every_letter_arrives_and_only_its_own_copy_twice() -> None:
    _, points = lived()

    for dies_at in range(3, points + 1, 5 * EVERY):
        told(somebody(), Points(dies_at))

    identities = {identity for identity, _ in Post.taken}
    assert len(identities) == Notice.objects.count()
    assert len(Post.taken) - len(identities) <= points // EVERY + 1
