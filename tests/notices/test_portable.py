"""How and where a person is told goes along in their copy, and nothing goes to a place nobody confirmed."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest

from holdfast.accounts.models import Person
from holdfast.home.archive import ArchiveRefused
from holdfast.home.copies import parts_of, read_in
from holdfast.notices import portable
from holdfast.notices.actions import add_destination, confirm_destination, set_receiver, usable_destinations
from holdfast.notices.models import Destination, Receiver

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 17, 15, 0, tzinfo=UTC)
PUSH = '{"endpoint": "https://push.example.org/x", "keys": {"auth": "YXV0aA", "p256dh": "cDI1NmRo"}}'


@pytest.fixture
def full(john: Person, settings: Any) -> Person:
    settings.EMAIL_HOST = "mail.example.org"
    set_receiver(owner=john.pk, quiet_from=time(22), quiet_until=time(7), digest_at=time(18))
    confirm_destination(
        destination=add_destination(owner=john.pk, via="mail", address="john@example.org", now=NOW), now=NOW
    )
    return john


def test_wishes_come_back(full: Person, maria: Person) -> None:
    read_in(by=maria, data=parts_of(full), now=NOW)

    mine = Receiver.objects.get(pk=maria.pk)
    assert (mine.quiet_from, mine.quiet_until, mine.digest_at) == (time(22), time(7), time(18))


def test_a_place_comes_back_and_has_to_be_confirmed_anew(full: Person, maria: Person) -> None:
    read_in(by=maria, data=parts_of(full), now=NOW)

    assert [place.address for place in Destination.objects.filter(person_id=maria.pk)] == ["john@example.org"]
    assert usable_destinations(maria.pk) == []


def test_a_place_that_is_there_already_stays_as_it_is(full: Person) -> None:
    portable.load(owner=full.pk, data=portable.dump(full.pk), now=NOW + timedelta(days=1))

    assert [place.address for place in usable_destinations(full.pk)] == ["john@example.org"]


def test_a_device_stays_out_of_the_copy(full: Person) -> None:
    Destination.objects.create(person_id=full.pk, via="push", address=PUSH, digest="1", road="push:1", created_at=NOW)

    assert "push.example.org" not in str(portable.dump(full.pk))


@pytest.mark.parametrize(
    "damage",
    [
        {"wishes": [3]},
        {"wishes": {"quiet_from": "late"}},
        {"wishes": {"quiet_from": {}}},
        {"places": {"via": "mail"}},
        {"places": [3]},
        {"places": [{"via": "pigeon", "to": "x"}]},
        {"places": [{"via": "push", "to": PUSH}]},
        {"places": [{"via": "mail", "to": "nobody"}]},
        {"places": [{"via": "mail", "to": "a@example.org\nBcc: b@example.org"}]},
        {"places": [{"via": "mail", "to": f"{n}@example.org"} for n in range(51)]},
    ],
    ids=lambda damage: str(damage)[:40],
)
def test_damaged_data_is_refused_whole(full: Person, maria: Person, damage: dict[str, Any]) -> None:
    with pytest.raises(ArchiveRefused):
        read_in(by=maria, data={**parts_of(full), "notices": damage}, now=NOW)

    assert not Destination.objects.filter(person_id=maria.pk).exists()


def test_an_older_copy_without_it_is_read(full: Person, maria: Person) -> None:
    parts = {name: part for name, part in parts_of(full).items() if name != "notices"}

    read_in(by=maria, data=parts, now=NOW)

    assert not Destination.objects.filter(person_id=maria.pk).exists()
