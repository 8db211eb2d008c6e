"""The three fictional people."""

from __future__ import annotations

from datetime import datetime, timedelta
from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command

from holdfast.accounts.models import Person
from holdfast.directory.models import Listing
from holdfast.home.cast import ACCOUNTS, CAST, EMILY, JOHN, Character
from holdfast.home.cast_teams import WORKERS
from holdfast.home.demo import fill, move_in, new_passphrase
from holdfast.network.access import networks_of, ties_of
from holdfast.network.actions import main_network
from holdfast.network.models import Acquaintance, TieRecord, Touch

pytestmark = pytest.mark.django_db


def demo(*options: str) -> str:
    said = StringIO()
    call_command("demo", *options, stdout=said)
    return said.getvalue()


def test_moves_in_all_three() -> None:
    demo()

    assert set(Person.objects.values_list("nickname", flat=True)) == {"john", "maria", "emily", *ACCOUNTS, *WORKERS}


def test_says_a_passphrase_that_opens_the_door() -> None:
    passphrase = demo().split("passphrase ")[1].split(" ")[0]

    assert Person.objects.get(nickname="john").check_password(passphrase)


def test_says_a_key_that_opens_the_second_step() -> None:
    key = demo().split("The key for that app is ")[1].split(" ")[0]

    digits = demo("--digits", key).strip()

    row = Authenticator.objects.get(user__nickname="dee")
    assert row.wrap().validate_code(digits)


def test_refuses_what_is_no_key() -> None:
    with pytest.raises(CommandError, match="not a key"):
        demo("--digits", "nonsense!")


def test_running_again_changes_nothing() -> None:
    demo()
    before = Touch.objects.count()

    assert "passphrase" not in demo()
    assert Touch.objects.count() == before


def test_brings_a_directory_of_which_john_keeps_a_meeting() -> None:
    demo()

    john = Person.objects.get(nickname="john")
    (kept,) = ties_of(john).exclude(listing_key="")
    assert Listing.objects.get(pk=kept.listing_key).name == "Young in Hyde Park"


def test_refuses_where_real_people_are(maria: Person) -> None:
    with pytest.raises(CommandError, match="People have accounts here"):
        demo()


def test_goes_on_where_real_people_are_when_told(maria: Person) -> None:
    demo("--anyway")

    assert Person.objects.count() == 4 + len(ACCOUNTS) + len(WORKERS)


@pytest.mark.parametrize("character", CAST, ids=lambda one: one.nickname)
def test_writes_down_everyone(character: Character, now: datetime) -> None:
    person = move_in(character, passphrase=new_passphrase(), now=now)

    assert {tie.name for tie in ties_of(person)} == {one.name for one in character.supporters}
    assert Acquaintance.objects.filter(person=person).count() == len(character.know_each_other)


@pytest.mark.parametrize("character", CAST, ids=lambda one: one.nickname)
def test_the_map_was_another_90_days_ago(character: Character, now: datetime) -> None:
    person = move_in(character, passphrase=new_passphrase(), now=now)

    records = TieRecord.objects.filter(by=person)
    assert records.filter(at__lt=now - timedelta(days=90)).exists()
    assert records.filter(at__gt=now - timedelta(days=90)).exists()


def test_no_contact_lies_ahead(now: datetime) -> None:
    move_in(JOHN, passphrase=new_passphrase(), now=now)

    assert not Touch.objects.filter(on__gt=now.date()).exists()


def test_someone_waits_to_be_thanked(now: datetime) -> None:
    move_in(EMILY, passphrase=new_passphrase(), now=now)

    assert Touch.objects.filter(direction="received", thanked_at=None).count() == 1


@pytest.mark.parametrize("count", [0, 1, 5, 15, 60])
def test_fills_a_map_with_so_many(john: Person, now: datetime, count: int) -> None:
    network = main_network(by=john, name="Recovery", now=now)

    fill(john, network, count=count, now=now)

    names = {tie.name for tie in ties_of(john)}
    assert len(names) == count
    assert networks_of(john).count() == 1
