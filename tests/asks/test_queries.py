"""What a plan reads: right across everyone somebody supports, and in as many statements for fifty as for two."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from holdfast.accounts.models import Person
from holdfast.asks.actions import THINK_AGAIN, AskFacts, OfferFacts, answer, offer_help, open_ask
from holdfast.asks.models import Answer, Ask
from holdfast.asks.queries import asking_of, asks_overdue, candidates_of, population
from holdfast.asks.routing import move
from holdfast.domain.asks.candidates import Candidate
from holdfast.domain.asks.hours import WeekHours
from holdfast.domain.asks.kinds import WEIGHTS, Kind, Stated
from holdfast.notices.models import Destination
from holdfast.supporters.actions import Limits, pause_agreement, take_respite
from holdfast.supporters.models import Agreement
from tests.asks.circle import agreed
from tests.asks.conftest import NOW
from tests.asks.told import asked, reply_of

pytestmark = pytest.mark.django_db
AFTER = NOW + THINK_AGAIN
WEEK = timedelta(days=7)


def candidate(person: Person, agreement: Agreement, now: object = AFTER) -> Candidate:
    found = candidates_of(person, now=now)  # type: ignore[arg-type]
    return next(one for one in found if one.id == str(agreement.pk))


def test_says_what_was_declared(john: Person) -> None:
    limits = Limits("Europe/Berlin", ((600, 900),), most_asked=3, most_helped=2.5)
    ann = agreed(john, "Ann", NOW, kinds={Kind.RIDE: Stated.IF_NEEDED}, limits=limits, wakes=True)
    take_respite(supporter=ann.supporter, until=NOW + WEEK, now=NOW)
    pause_agreement(agreement=ann, is_paused=True, now=NOW)
    offer_help(agreement=ann, facts=OfferFacts(Kind.RIDE, hours=((60, 120),)), now=NOW)
    offer_help(agreement=ann, facts=OfferFacts(Kind.MEAL), now=NOW)

    one = candidate(john, ann)

    assert (one.name, one.role, one.closeness) == ("Ann", "friend", 0.7)
    assert (one.kinds, one.takes_crisis, one.wakes) == ({Kind.RIDE: Stated.IF_NEEDED}, True, True)
    assert (one.most_asked, one.most_helped, one.away_until) == (3, 2.5, NOW + WEEK)
    assert (one.is_paused, one.reachable, one.hours) == (True, True, WeekHours(((600, 900),), "Europe/Berlin"))
    offers = {kind: hours.spans for kind, hours in one.offers}
    assert offers == {Kind.RIDE: ((60, 120),), Kind.MEAL: ((600, 900),)}


def test_counts_the_week_across_everyone(john: Person, maria: Person, rosa: Agreement) -> None:
    hers = agreed(maria, "Rosa", NOW, who=rosa.supporter)
    answer(reply=reply_of(asked(maria, NOW), hers), said=Answer.YES, now=AFTER)
    asked(john, NOW)

    mine, theirs = candidate(john, rosa), candidate(maria, hers)

    assert (mine.asked, theirs.asked) == (2, 2)
    assert (mine.helped, theirs.helped) == (WEIGHTS[Kind.RIDE].effort, WEIGHTS[Kind.RIDE].effort)


def test_a_week_later_nothing_counts_but_what_passed_between_the_two(john: Person, rosa: Agreement) -> None:
    answer(reply=reply_of(asked(john, NOW), rosa), said=Answer.YES, now=AFTER)

    one = candidate(john, rosa, AFTER + WEEK)

    assert (one.asked, one.helped) == (0, 0.0)
    assert one.last_asked_at is not None
    assert 1.0 < one.balance < WEIGHTS[Kind.RIDE].effort


def test_help_that_goes_both_ways_is_even(john: Person, maria: Person, rosa: Agreement) -> None:
    rosa.supporter.account = maria
    rosa.supporter.save()
    back = agreed(maria, "John", NOW)
    back.supporter.account = john
    back.supporter.save()
    answer(reply=reply_of(asked(john, NOW), rosa), said=Answer.YES, now=AFTER)
    answer(reply=reply_of(asked(maria, NOW), back), said=Answer.YES, now=AFTER)

    assert candidate(john, rosa).balance == pytest.approx(0.0)


def test_learned_is_what_the_answers_taught(john: Person, rosa: Agreement) -> None:
    answer(reply=reply_of(asked(john, NOW), rosa), said=Answer.YES, now=AFTER)

    assert candidate(john, rosa).learned.answered == 1


def test_who_has_no_place_is_not_reached(john: Person, rosa: Agreement) -> None:
    Destination.objects.update(off_at=NOW)

    assert not candidate(john, rosa).reachable


def test_mail_reaches_nobody_where_the_host_sends_none(john: Person, rosa: Agreement, settings: object) -> None:
    settings.EMAIL_HOST = ""  # type: ignore[attr-defined]

    assert not candidate(john, rosa).reachable


def test_nobody_elses_supporters_are_there(john: Person, maria: Person, rosa: Agreement) -> None:
    agreed(maria, "Sam", NOW)

    assert len(candidates_of(john, now=AFTER)) == 1


@pytest.mark.parametrize("what", ["candidates", "asking", "move"])
def test_reads_as_much_for_twelve_as_for_two(john: Person, maria: Person, what: str) -> None:
    counted = []
    for person, size in ((john, 2), (maria, 12)):
        for number in range(size):
            agreed(person, f"Supporter{number}", NOW)
        ask = open_ask(by=person, facts=AskFacts(Kind.TALK), now=NOW)
        found = candidates_of(person, now=AFTER)
        asking_of(ask, found, now=AFTER)
        population()
        with CaptureQueriesContext(connection) as caught:
            _do(what, ask, found)
        counted.append(sum(query["sql"].startswith("SELECT") for query in caught))

    assert counted[1] <= counted[0] + (0 if what != "move" else 8), counted


def _do(what: str, ask: Ask, found: list[Candidate]) -> None:
    if what == "candidates":
        candidates_of(ask.person, now=AFTER)
    elif what == "asking":
        asking_of(ask, found, now=AFTER)
    else:
        move(ask, AFTER)


def test_an_ask_nobody_moves_is_overdue(john: Person) -> None:
    ask = open_ask(by=john, facts=AskFacts(Kind.TALK), now=NOW)

    assert list(asks_overdue(AFTER)) == []
    assert list(asks_overdue(AFTER + timedelta(minutes=2))) == [ask]
