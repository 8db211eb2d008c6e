"""The record: each look once, and whatever is done to it is named by the line."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.http import Http404
from django.test import TransactionTestCase
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from holdfast.accounts.models import Person
from holdfast.consent import actions, items
from holdfast.consent.checking import Checked, Fault, What, check_record
from holdfast.consent.heads import publish_head
from holdfast.consent.models import Entry, Grant, Head
from holdfast.consent.showing import look
from holdfast.domain.consent import Item, Viewer
from tests.consent.given import BEN, DEE, DEE_ACCOUNT, RIVERSIDE, dee
from tests.consent.given import given as give

pytestmark = pytest.mark.django_db
LINES = 6
NAMES = ("update", "delete")


@pytest.fixture(autouse=True)
def heads(tmp_path: Path, settings: Any) -> Path:
    """The second place, of this test alone."""
    settings.RECORD_HEADS = tmp_path / "heads"
    return tmp_path / "heads"


@pytest.fixture(autouse=True)
def shown(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two things that can be shared."""
    how = items.Shown("consent/_ended.html", lambda _person, _now: {"words": "kelp"}, lambda _person: None)
    monkeypatch.setattr(items, "_SHOWN", {Item.SAFETY_PLAN: how, Item.NETWORK: how})


@pytest.fixture
def record(john: Person, now: datetime) -> None:
    """Six lines."""
    grant = give(john, now)
    for minute in range(LINES - 1):
        look(dee(), owner=john, item=Item.SAFETY_PLAN, now=now + timedelta(minutes=minute))
    assert (grant.pk, Entry.objects.count()) == (grant.pk, LINES)


@pytest.fixture
def broken(record: None) -> Callable[[str], None]:
    """Changes the table behind the product's back, as somebody would who has the whole database."""
    of = " ON consent_entry" if connection.vendor == "postgresql" else ""

    def execute(sql: str) -> None:
        with connection.cursor() as cursor:
            for name in NAMES:
                cursor.execute(f"DROP TRIGGER IF EXISTS consent_entry_no_{name}{of}")
            cursor.execute(sql)

    return execute


OTHER_ID = "'00000000000000000000000000000abc'"
FLIPPED = {
    "at": "'2026-11-20 19:31:01.000001'" if connection.vendor == "sqlite" else "at + interval '1 microsecond'",
    "verb": "'took'",
    "subject": OTHER_ID,
    "actor": OTHER_ID,
    "viewer_kind": "'team_membes'",
    "viewer_id": OTHER_ID,
    "items": "'safety_plao'",
    "grant_id": OTHER_ID,
    "mac": "x'00'" if connection.vendor == "sqlite" else "'\\x00'",
}


def test_a_whole_record_holds(record: None) -> None:
    assert check_record() == Checked(LINES)


def test_an_empty_record_holds() -> None:
    assert check_record() == Checked(0)


@pytest.mark.parametrize("column", FLIPPED)
def test_a_changed_column_is_named_by_its_line(broken: Callable[[str], None], column: str) -> None:
    broken(f"UPDATE consent_entry SET {column} = {FLIPPED[column]} WHERE number = 3")

    assert check_record() == Checked(2, Fault(3, What.CHANGED))


def test_a_changed_number_leaves_a_gap(broken: Callable[[str], None]) -> None:
    broken("UPDATE consent_entry SET number = 11 WHERE number = 3")

    assert check_record() == Checked(2, Fault(3, What.MISSING))


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL itself refuses what is no id")
def test_a_line_that_cannot_be_read_is_named(broken: Callable[[str], None]) -> None:
    broken("UPDATE consent_entry SET subject = 'zz' WHERE number = 4")

    assert check_record() == Checked(3, Fault(4, What.CHANGED))


@pytest.mark.parametrize("number", [1, 3, LINES])
def test_a_line_taken_out_is_named(broken: Callable[[str], None], number: int) -> None:
    broken(f"DELETE FROM consent_entry WHERE number = {number}")

    assert check_record() == Checked(number - 1, Fault(number, What.MISSING))


def test_two_lines_swapped_are_named_by_the_first(broken: Callable[[str], None]) -> None:
    for before, after in ((2, 99), (4, 2), (99, 4)):
        broken(f"UPDATE consent_entry SET number = {after} WHERE number = {before}")

    assert check_record() == Checked(1, Fault(2, What.CHANGED))


def cut_tail(broken: Callable[[str], None], last: int) -> None:
    """As somebody would who also sets the head back."""
    broken(f"DELETE FROM consent_entry WHERE number > {last}")
    Head.objects.filter(pk=1).update(number=last, mac=Entry.objects.get(number=last).mac)


def test_a_cut_tail_is_seen_against_the_published_head(broken: Callable[[str], None], now: datetime) -> None:
    publish_head(now=now)
    cut_tail(broken, 4)

    assert check_record() == Checked(4, Fault(5, What.MISSING))


def test_a_tail_cut_and_written_anew_is_seen(broken: Callable[[str], None], john: Person, now: datetime) -> None:
    publish_head(now=now)
    cut_tail(broken, LINES - 1)
    look(dee(), owner=john, item=Item.SAFETY_PLAN, now=now + timedelta(hours=9))

    assert check_record() == Checked(LINES - 1, Fault(LINES, What.NOT_AS_PUBLISHED))


def test_one_end_is_published_once(record: None, heads: Path, now: datetime) -> None:
    published = [publish_head(now=now + days * timedelta(days=1)) for days in range(3)]

    assert (published, len(heads.read_text().splitlines())) == ([1, 0, 0], 1)


def test_the_command_says_one_sentence(record: None, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("verify_record")

    assert capsys.readouterr().out == "The record is whole: 6 lines.\n"


def test_the_command_fails_with_the_number_of_the_line(broken: Callable[[str], None]) -> None:
    broken("DELETE FROM consent_entry WHERE number = 3")

    with pytest.raises(CommandError, match=r"^Line 3 of the record is missing"):
        call_command("verify_record")


def test_the_command_names_a_line_of_heads_it_cannot_read(heads: Path) -> None:
    heads.write_text("2026-11-20T00:00:00+00:00 1 ab\nkelp\n")

    with pytest.raises(CommandError, match=r"^Line 2 of the file"):
        call_command("verify_record")


@pytest.mark.skipif(connection.vendor == "sqlite", reason="it has no such statement")
def test_the_database_refuses_to_be_emptied_of_the_record(record: None) -> None:
    sql = "SET LOCAL holdfast.emptying = off; TRUNCATE consent_entry"
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.mark.parametrize(
    "sql", ["UPDATE consent_entry SET verb = 'took' WHERE number = 2", "DELETE FROM consent_entry WHERE number = 6"]
)
def test_the_database_refuses_to_change_the_record(record: None, sql: str) -> None:
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="on PostgreSQL it is an update")
def test_the_database_refuses_to_put_another_line_in_its_place(record: None) -> None:
    sql = "INSERT OR REPLACE INTO consent_entry SELECT * FROM consent_entry WHERE number = 2"
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_a_line_holds_ids_and_nothing_else(john: Person, now: datetime) -> None:
    give(john, now, recipient="Dee Park")

    values = Entry.objects.values().get()
    assert not [value for value in values.values() if "Dee" in str(value) or "john" in str(value)]


def refused(john: Person, now: datetime, viewer: Viewer = DEE) -> None:
    with pytest.raises(Http404):
        look(dee(viewer), owner=john, item=Item.SAFETY_PLAN, now=now)


def test_a_refused_look_is_a_try_and_no_look(john: Person, now: datetime) -> None:
    refused(john, now)

    assert list(Entry.objects.values_list("verb", "actor", "items")) == [("refused", DEE_ACCOUNT, "safety_plan")]


def test_tries_within_an_hour_are_one_line(john: Person, now: datetime) -> None:
    for minutes in (0, 1, 59, 61):
        refused(john, now + timedelta(minutes=minutes))

    assert Entry.objects.count() == 2


def test_a_friend_who_opens_an_old_page_is_not_written_down(john: Person, now: datetime) -> None:
    refused(john, now, BEN)

    assert not Entry.objects.exists()


STEPS = some.lists(
    some.tuples(
        some.sampled_from(["give", "look", "take", "revoke", "narrow", "restrict", "lift", "wait", "back"]),
        some.sampled_from([DEE, RIVERSIDE, BEN]),
        some.sampled_from([Item.SAFETY_PLAN, Item.NETWORK]),
    ),
    max_size=25,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_every_look_of_any_history_stands_in_the_record_once(
    john: Person, now: datetime, steps: list[tuple[str, Viewer, Item]]
) -> None:
    point = transaction.savepoint()
    try:
        seen = [line for line in played(john, now, steps) if line]
        looks = Entry.objects.filter(verb__in=["looked", "took"]).order_by("number")
        assert list(looks.values_list("verb", "viewer_id", "items", "at")) == seen
        assert check_record() == Checked(Entry.objects.count())
    finally:
        transaction.savepoint_rollback(point)


def played(john: Person, now: datetime, steps: list[tuple[str, Viewer, Item]]) -> Iterator[tuple[Any, ...] | None]:
    """Do each step; what somebody really saw."""
    for word, viewer, item in steps:
        now += {"wait": timedelta(days=40), "back": timedelta(days=-30)}.get(word, timedelta(seconds=1))
        yield stepped(john, now, word, viewer, item)


def stepped(john: Person, now: datetime, word: str, viewer: Viewer, item: Item) -> tuple[Any, ...] | None:
    last = Grant.objects.filter(viewer_id=viewer.id).order_by("-created_at").first()
    if word == "give":
        give(john, now, viewer=viewer, items=[item])
    elif word in {"look", "take"}:
        return looked(john, now, word == "take", viewer, item)
    elif word == "revoke" and last:
        actions.revoke(grant=last, now=now)
    elif word == "narrow" and last:
        actions.narrow(grant=last, items=frozenset({item}), now=now)
    elif word in {"restrict", "lift"}:
        getattr(actions, word)(by=john, now=now)
    elif word == "wait":
        actions.end_run_out(now=now)
    return None


def looked(john: Person, now: datetime, is_copy: bool, viewer: Viewer, item: Item) -> tuple[Any, ...] | None:
    try:
        found = look(dee(viewer), owner=john, item=item, now=now, takes_copy=is_copy)
    except Http404:
        return None
    assert found.shown == {"words": "kelp"}
    return "took" if is_copy else "looked", viewer.id, item.value, now


class Emptying(TransactionTestCase):
    """The database of a test can be emptied all the same, and guards the record again."""

    databases = frozenset({"default", "keys"})

    def test_a_flush_passes_and_the_guard_is_back(self) -> None:
        row = {"number": 1, "at": datetime.fromisoformat("2026-11-20T00:00:00+00:00"), "verb": "looked"}
        Entry.objects.create(**row, subject=DEE_ACCOUNT, actor=DEE_ACCOUNT, mac=b"1")
        call_command("flush", interactive=False, verbosity=0, inhibit_post_migrate=True)
        Entry.objects.create(**row, subject=DEE_ACCOUNT, actor=DEE_ACCOUNT, mac=b"1")

        with self.assertRaisesMessage(DatabaseError, "append-only"):
            Entry.objects.filter(number=1).delete()
