"""A sealed column opens for its owner's row and for nothing else."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.db import connection

from holdfast.accounts.models import Person
from holdfast.network.models import Network
from holdfast.sealing.keys import KeyMissing, SealBroken, destroy_key

pytestmark = pytest.mark.django_db


def written(person: Person, name: str, now: datetime) -> Network:
    return Network.objects.create(person=person, name=name, created_at=now)


def test_reads_back_what_was_written(john: Person, now: datetime) -> None:
    network = written(john, "Río abajo", now)

    assert Network.objects.get(pk=network.pk).name == "Río abajo"


def test_stores_nothing_readable(john: Person, now: datetime) -> None:
    network = written(john, "Recovery", now)

    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM network_network")
        assert b"Recovery" not in bytes(cursor.fetchone()[0])
    assert network.name == "Recovery"


def test_does_not_open_when_moved_to_another_row(john: Person, now: datetime) -> None:
    written(john, "Recovery", now)
    sealed = Network.objects.values_list("name", flat=True).get()
    Network.objects.update(name=b"")
    moved = written(john, "", now)
    Network.objects.filter(pk=moved.pk).update(name=bytes(sealed))

    with pytest.raises(SealBroken):
        _ = Network.objects.get(pk=moved.pk).name


def test_is_unreadable_once_the_key_is_destroyed(john: Person, now: datetime) -> None:
    network = written(john, "Recovery", now)

    destroy_key(person_id=john.pk)

    with pytest.raises(KeyMissing):
        _ = Network.objects.get(pk=network.pk).name


def test_refuses_to_update_a_column_in_the_clear(john: Person, now: datetime) -> None:
    network = written(john, "Recovery", now)

    with pytest.raises(TypeError, match="sealed"):
        Network.objects.filter(pk=network.pk).update(name="New job")
