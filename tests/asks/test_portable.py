"""Asks, answers and agreements go out whole, come in again as history, and go without a trace."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import time, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import models

from holdfast.accounts.models import Person
from holdfast.asks import portable as asked_parts
from holdfast.asks.actions import (
    THINK_AGAIN,
    OfferFacts,
    SlotFacts,
    add_words,
    answer,
    offer_help,
    set_wishes,
    tell_update,
    write_notes,
)
from holdfast.asks.calendars import renew_help_calendar
from holdfast.asks.models import Answer, Ask, CheckInWatch, Offer, Promise
from holdfast.domain.asks.kinds import Kind
from holdfast.home.actions import erase_account
from holdfast.home.archive import ArchiveRefused
from holdfast.home.copies import parts_of, read_in
from holdfast.network import portable as network
from holdfast.notices.models import Link, Notice
from holdfast.sealing.models import PersonKey
from holdfast.supporters import portable as agreed_parts
from holdfast.supporters.actions import Hopes, Limits, invite
from holdfast.supporters.models import Agreement, Supporter
from tests.asks.circle import agreed, tie_named
from tests.asks.conftest import NOW
from tests.asks.told import asked, moved_on, reply_of, standing

pytestmark = pytest.mark.django_db
AFTER = NOW + THINK_AGAIN
NEXT_DAY = NOW + timedelta(days=1)


@pytest.fixture
def full(john: Person, rosa: Agreement, ben: Agreement) -> Person:
    """John, with something in every part."""
    invite(by=john, tie=tie_named(john, "Ana", NOW), hopes=Hopes("a walk", "no money", "heron"), now=NOW)
    ask = asked(john, NOW, slots=(SlotFacts("to the clinic", NEXT_DAY, NEXT_DAY),), only=(rosa, ben))
    answer(reply=reply_of(ask, rosa), said=Answer.YES, now=AFTER)
    add_words(reply=reply_of(ask, rosa), words="gladly")
    ask.asked_myself = [{"tie": str(ben.tie_id), "said": "no", "at": NOW.isoformat()}]
    ask.save()
    offer_help(agreement=rosa, facts=OfferFacts(Kind.RIDE, "on Tuesdays", ((600, 900),)), now=NOW)
    tell_update(by=john, text="one week", circle=[rosa], now=NOW)
    write_notes(by=john, text="tea, then call", now=NOW)
    set_wishes(by=john, with_money=True, dial=1)
    watched = CheckInWatch.objects.create(
        person=john, created_at=NOW, at=time(9), days=[1], time_zone="UTC", stage="expected", due_at=NOW, next_at=NOW
    )
    watched.chosen.add(rosa)
    return john


def came_in(person: Person, other: Person) -> None:
    read_in(by=other, data=parts_of(person), now=NOW)


def without_ids(parts: Mapping[str, Any]) -> Any:
    """What was said, in an order of its own; what ends by coming in is left out."""
    ends = {"ended_at", "ended_by", "closed_at", "revoked_at", "outcome"}
    links = {"id", "tie", "ask", "agreement", "reply", "slot", "left_out", "only", "told", "chosen", "asked_myself"}
    return {
        name: sorted(str(sorted((key, value) for key, value in row.items() if key not in ends | links)) for row in rows)
        for name, rows in parts.items()
        if isinstance(rows, list)
    }


def test_every_part_has_something(full: Person) -> None:
    assert all(asked_parts.dump(full).values())
    assert all(agreed_parts.dump(full).values())


@pytest.mark.parametrize("part", [asked_parts, agreed_parts], ids=["asks", "supporters"])
def test_comes_back_the_same_for_somebody_else(full: Person, maria: Person, part: Any) -> None:
    came_in(full, maria)

    assert without_ids(part.dump(maria)) == without_ids(part.dump(full))


def test_points_to_the_persons_own_people_again(full: Person, maria: Person) -> None:
    came_in(full, maria)

    ask = Ask.objects.get(person=maria)
    names = {reply.agreement.tie.name for reply in ask.replies.all()}
    assert (names, {agreement.tie.name for agreement in ask.only.all()}) == ({"Rosa", "Ben"}, {"Rosa", "Ben"})
    assert {str(tie) for tie in network.dump(maria)["ties"]} & {str(full.pk)} == set()


def test_nobody_is_asked_by_a_copy(full: Person, maria: Person) -> None:
    open_one = asked(full, NOW, kind=Kind.TALK, everyone=False)
    assert open_one.ended_at is None

    came_in(full, maria)

    assert not Ask.objects.filter(person=maria, ended_at=None).exists()
    assert not Promise.objects.filter(person=maria, next_at__isnull=False).exists()
    assert not Agreement.objects.filter(person=maria, ended_at=None).exists()
    assert not Offer.objects.filter(person=maria, ended_at=None).exists()
    assert not CheckInWatch.objects.filter(person=maria, ended_at=None).exists()


def test_a_copy_holds_nothing_a_supporter_said_of_their_week(full: Person) -> None:
    said = str(parts_of(full))

    assert not {"most_asked", "circumstances", "chance", "token", "digest", "heron", "address"} & set(said.split("'"))


@pytest.mark.parametrize(
    "damage",
    [
        {"asks": 3},
        {"asks": [{"id": "1", "kind": "nothing"}]},
        {"replies": [{"id": "1", "ask": "absent"}]},
        {"slots": [{"id": "1", "person": "x"}]},
        {"offers": [{"id": "1", "hours": [[5]]}]},
        {"wishes": {"dial": 9, "with_money": True}},
        {"wishes": [3]},
    ],
    ids=str,
)
def test_damaged_data_is_refused_whole(full: Person, maria: Person, damage: dict[str, Any]) -> None:
    parts = parts_of(full)
    parts["asks"] = {**parts["asks"], **damage}

    with pytest.raises(ArchiveRefused):
        read_in(by=maria, data=parts, now=NOW)

    assert not asked_parts.has_anything(maria)
    assert not Ask.objects.filter(person=maria).exists()


def test_erasing_leaves_no_row_of_the_person(full: Person) -> None:
    pk = str(full.pk)
    before = rows_naming(pk)

    erase_account(by=full, now=NOW)

    assert {"ask", "reply", "agreement"} <= before
    assert rows_naming(pk) == {"erased"}


def test_erasing_takes_supporters_along_who_were_here_for_them_alone(full: Person, rosa: Agreement) -> None:
    supporter = rosa.supporter_id
    renew_help_calendar(owner=supporter, now=NOW)

    erase_account(by=full, now=NOW)

    assert not Supporter.objects.exists()
    assert not PersonKey.objects.filter(person_id=supporter).exists()
    assert rows_naming(str(supporter)) == set()


def test_erasing_leaves_whoever_helps_somebody_else(full: Person, maria: Person, rosa: Agreement) -> None:
    agreed(maria, "Rosa", NOW, who=rosa.supporter)

    erase_account(by=full, now=NOW)

    assert asked(maria, NOW).replies.count() == 1


def test_erasing_leaves_no_link_in_anybodys_hands(full: Person, maria: Person, rosa: Agreement) -> None:
    agreed(maria, "Rosa", NOW, who=rosa.supporter)

    erase_account(by=full, now=NOW)

    assert not Link.objects.filter(person_id=rosa.supporter_id).exists()
    assert not Notice.objects.filter(person_id=rosa.supporter_id).exists()


def test_erasing_an_account_that_helps_frees_what_it_promised(john: Person, maria: Person, rosa: Agreement) -> None:
    rosa.supporter.account = maria
    rosa.supporter.save()
    ask = asked(john, NOW, slots=(SlotFacts("", NEXT_DAY),))
    answer(reply=reply_of(ask, rosa), said=Answer.YES, now=AFTER)

    erase_account(by=maria, now=AFTER)

    ask.refresh_from_db()
    assert (ask.ended_at, standing(ask)) == (None, [])


def test_limits_of_others_hold_after_coming_in(full: Person, maria: Person) -> None:
    """History that came in asks nothing of anybody's week."""
    came_in(full, maria)
    sam = agreed(maria, "Sam", NOW, limits=Limits(hours=((0, 10080),), most_asked=1))

    ask = moved_on(asked(maria, NOW), AFTER)

    assert list(ask.replies.values_list("agreement", flat=True)) == [sam.pk]


def rows_naming(value: str) -> set[str]:
    """The tables in which this id stands in any column."""
    found = set()
    for model in apps.get_models():
        for column in model._meta.concrete_fields:
            if isinstance(column, (models.UUIDField, models.ForeignKey, models.CharField, models.JSONField)):
                rows = model._default_manager.values_list(column.attname, flat=True)
                if any(value == str(one) or value in str(one) for one in rows):
                    found.add(str(model._meta.model_name))
    return found
