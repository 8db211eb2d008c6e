"""Whoever may write to the database and has not the key: whatever they do is named, also when life goes on.

What is left to them is to put back a whole earlier copy; that is seen by whoever kept a later head.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from holdfast.accounts.models import Person
from holdfast.consent import actions, items
from holdfast.consent.checking import Checked, Fault, What, check_record
from holdfast.consent.heads import HeadsUnreadable, publish_head
from holdfast.consent.models import Entry, Head
from holdfast.consent.record import Line, write
from holdfast.consent.showing import look
from holdfast.domain.consent import Item
from holdfast.home.actions import erase_account
from tests.consent.given import DEE_ACCOUNT, dee
from tests.consent.given import given as give

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
COLUMNS = ("at", "verb", "subject", "actor", "viewer_kind", "viewer_id", "items", "grant_id", "mac")


@pytest.fixture(autouse=True)
def shown(monkeypatch: pytest.MonkeyPatch) -> None:
    """One thing that can be shared."""
    how = items.Shown("consent/_ended.html", lambda _person, _now: {"words": "kelp"}, lambda _person: None)
    monkeypatch.setattr(items, "_SHOWN", {Item.SAFETY_PLAN: how})


@pytest.fixture
def heads(tmp_path: Path, settings: Any) -> Path:
    """The second place, of this test alone."""
    settings.RECORD_HEADS = tmp_path / "heads"
    return tmp_path / "heads"


def unguard() -> None:
    """As somebody may who owns the database."""
    of = " ON consent_entry" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        for name in ("update", "delete", "truncate", "replace"):
            cursor.execute(f"DROP TRIGGER IF EXISTS consent_entry_no_{name}{of}")


def live(john: Person, now: datetime, steps: list[str]) -> None:
    """A history: given, looked at, taken back, published, in any order."""
    grant = give(john, now)
    for number, step in enumerate(steps, start=1):
        at = now + number * MINUTE
        if step == "publish":
            publish_head(now=at)
        elif step == "end":
            actions.revoke(grant=grant, now=at)
            grant = give(john, at)
        else:
            look(dee(), owner=john, item=Item.SAFETY_PLAN, now=at)


def flipped(value: Any, at: int) -> Any:
    """The same with one place of it changed."""
    if isinstance(value, datetime):
        return value + timedelta(microseconds=at + 1)
    if isinstance(value, UUID) or value is None:
        return UUID(int=(value.int if value else 0) ^ (1 << at % 128))
    if isinstance(value, int):
        return value + 1 + at
    if isinstance(value, str):
        return f"{value[: at % (len(value) + 1)]}x{value[at % (len(value) + 1) + 1 :]}"[:16]
    place, held = at % max(len(value), 1), bytes(value)
    return held[:place] + bytes([held[place] ^ (1 << at % 8)]) + held[place + 1 :] if held else b"x"


def line_of(at: int) -> int:
    return at % Entry.objects.count() + 1


def number_changed(old: int, new: int) -> None:
    Entry.objects.filter(number=old).update(number=new)


# Each does something and says which line it spoiled first; None where that is no line of the record.


def flip_a_line(at: int, other: int) -> int:
    number, column = line_of(at), COLUMNS[other % len(COLUMNS)]
    held = Entry.objects.values_list(column, flat=True).get(number=number)
    Entry.objects.filter(number=number).update(**{column: flipped(held, at)})
    return number


def take_a_line(at: int, other: int) -> int:
    number = line_of(at)
    Entry.objects.filter(number=number).delete()
    return number


def renumber_a_line(at: int, other: int) -> int:
    number = line_of(at)
    number_changed(number, 1000 + other)
    return number


def swap_two(at: int, other: int) -> int:
    one, two = line_of(at), line_of(other)
    for old, new in ((one, 0), (two, one), (0, two)):
        number_changed(old, new)
    return min(one, two)


def cut_the_tail(at: int, other: int) -> int:
    number = line_of(at)
    Entry.objects.filter(number__gte=number).delete()
    return number


def cut_the_tail_and_set_the_end_back(at: int, other: int) -> int:
    number = cut_the_tail(at, other)
    mac = Entry.objects.filter(number=number - 1).values_list("mac", flat=True).first() or bytes(32)
    Head.objects.update(number=number - 1, mac=mac)
    return number


def cut_the_tail_and_take_the_end(at: int, other: int) -> int:
    number = max(cut_the_tail(at, other), 1)
    Head.objects.all().delete()
    return number


def set_the_end_back(at: int, other: int) -> None:
    entry = Entry.objects.get(number=line_of(at))
    Head.objects.update(number=entry.number, mac=entry.mac)


def take_the_end(at: int, other: int) -> None:
    Head.objects.all().delete()


def flip_the_end(at: int, other: int) -> None:
    column = ("number", "mac", "published", "seal")[other % 4]
    held = Head.objects.values_list(column, flat=True).get()
    Head.objects.update(**{column: flipped(held, at)})


def forge_a_line(at: int, other: int) -> int:
    last = Entry.objects.order_by("-number").first()
    assert last is not None
    last.number, last.mac = last.number + 1, flipped(last.mac, at)
    last.save(force_insert=True)
    if other % 2:
        Head.objects.update(number=last.number, mac=last.mac)
    return last.number


def put_in_another_order(at: int, other: int) -> int:
    count, first = Entry.objects.count(), line_of(at)
    for number in range(first, count + 1):
        number_changed(number, 1000 + number)
    for number in range(first, count + 1):
        number_changed(1000 + number, count + first - number)
    return first


ON_LINES: list[Callable[[int, int], int]] = [
    flip_a_line,
    take_a_line,
    renumber_a_line,
    swap_two,
    cut_the_tail,
    cut_the_tail_and_set_the_end_back,
    forge_a_line,
    put_in_another_order,
]
ON_THE_END: list[Callable[[int, int], Any]] = [
    set_the_end_back,
    take_the_end,
    flip_the_end,
    cut_the_tail_and_take_the_end,
]
STEPS = some.lists(some.sampled_from(["look", "look", "end", "publish"]), min_size=1, max_size=9)
WHERE = some.integers(0, 200)
SLOW = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def everything() -> tuple[Any, ...]:
    """What whoever reads the record reads."""
    ends = [(one.number, bytes(one.mac), bytes(one.published), bytes(one.seal)) for one in Head.objects.all()]
    rows = Entry.objects.order_by("number").values_list("number", *COLUMNS[:-1])
    return list(rows), [bytes(one.mac) for one in Entry.objects.order_by("number")], ends


@SLOW
@given(steps=STEPS, attack=some.sampled_from(ON_LINES), at=WHERE, other=WHERE)
def test_a_spoiled_line_is_named(
    john: Person,
    now: datetime,
    heads: Path,
    *,
    steps: list[str],
    attack: Callable[[int, int], int],
    at: int,
    other: int,
) -> None:
    heads.unlink(missing_ok=True)
    point = transaction.savepoint()
    try:
        live(john, now, steps)
        unguard()
        before = everything()
        number = attack(at, other)
        fault = check_record().fault
        assert (fault and fault.number) == (number if everything() != before else None)
    finally:
        transaction.savepoint_rollback(point)


@SLOW
@given(steps=STEPS, attack=some.sampled_from([*ON_LINES, *ON_THE_END]), at=WHERE, other=WHERE)
def test_what_was_done_is_named_after_life_goes_on(
    john: Person,
    now: datetime,
    heads: Path,
    *,
    steps: list[str],
    attack: Callable[[int, int], Any],
    at: int,
    other: int,
) -> None:
    heads.unlink(missing_ok=True)
    point = transaction.savepoint()
    try:
        live(john, now, steps)
        unguard()
        before = everything()
        attack(at, other)
        is_same = everything() == before
        said = [check_record().fault is not None]
        write(Line(Entry.Verb.LOOKED, john.pk, DEE_ACCOUNT), now=now + timedelta(days=1))
        said.append(check_record().fault is not None)
        publish_head(now=now + timedelta(days=1))
        said.append(check_record().fault is not None)
        fresh = not Entry.objects.filter(number=2).exists()
        assert said == [not is_same] * 3 or (fresh and "publish" not in steps)
    finally:
        transaction.savepoint_rollback(point)


@settings(parent=SLOW, max_examples=80)
@given(steps=STEPS, attack=some.sampled_from(["flip", "take", "swap", "cut", "all"]), at=WHERE, other=WHERE)
def test_a_change_of_the_published_heads_is_named(
    john: Person, now: datetime, heads: Path, *, steps: list[str], attack: str, at: int, other: int
) -> None:
    heads.unlink(missing_ok=True)
    point = transaction.savepoint()
    try:
        live(john, now, [*steps, "publish", "look", "publish"])
        lines = heads.read_text().splitlines()
        heads.write_text("".join(f"{line}\n" for line in spoiled(lines, attack, at, other)))
        is_same = heads.read_text().splitlines() == lines
        try:
            fault = check_record().fault
        except HeadsUnreadable:
            fault = Fault(1, What.HEAD_CHANGED)
        assert (fault is None) == is_same
    finally:
        transaction.savepoint_rollback(point)


def spoiled(lines: list[str], attack: str, at: int, other: int) -> list[str]:
    one, two = at % len(lines), other % len(lines)
    if attack == "flip":
        line = lines[one]
        place = other % len(line)
        digit = "1" if line[place] == "0" else "0"
        return [*lines[:one], f"{line[:place]}{digit}{line[place + 1 :]}", *lines[one + 1 :]]
    if attack == "swap":
        swapped = list(lines)
        swapped[one], swapped[two] = swapped[two], swapped[one]
        return swapped
    return {"take": lines[:one] + lines[one + 1 :], "cut": lines[:one], "all": []}[attack]


class TestAnEarlierCopy:
    """The database put back whole, with an end that was once right."""

    @pytest.fixture
    def kept(self, john: Person, now: datetime, heads: Path) -> Path:
        """Six lines, of which the file knows; put back to four."""
        live(john, now, ["look"] * 3)
        end = Head.objects.values("number", "mac", "published", "seal").get()
        live(john, now + timedelta(hours=1), ["look"])
        publish_head(now=now + timedelta(hours=2))
        unguard()
        Entry.objects.filter(number__gt=4).delete()
        Head.objects.update(**end)
        return heads

    def test_is_seen_against_the_published_heads(self, kept: Path) -> None:
        assert check_record() == Checked(4, Fault(5, What.MISSING))

    def test_is_seen_by_whoever_kept_a_head_though_the_file_is_gone(self, kept: Path) -> None:
        kept.rename(kept.with_name("mine"))

        assert check_record().fault is None
        with pytest.raises(CommandError, match=r"^Line 5 of the record is missing"):
            call_command("verify_record", kept=str(kept.with_name("mine")))

    def test_is_said_by_the_record_itself_at_the_next_head(self, kept: Path, now: datetime) -> None:
        publish_head(now=now + timedelta(days=1))

        assert Entry.objects.get(number=5).verb == "broken"

    def test_can_be_put_down_to_a_known_cause(self, kept: Path, now: datetime) -> None:
        kept.unlink()
        Head.objects.update(seal=b"")
        write(Line(Entry.Verb.LOOKED, DEE_ACCOUNT, DEE_ACCOUNT), now=now)
        out = StringIO()
        call_command("verify_record", after=5, stdout=out)

        assert check_record() == Checked(4, Fault(5, What.BROKEN))
        assert out.getvalue() == "The record is whole: 6 lines.\n"


def test_a_line_is_written_once_where_the_end_does_not_fit(john: Person, now: datetime) -> None:
    live(john, now, ["look"])
    Head.objects.all().delete()
    for minute in range(3):
        look(dee(), owner=john, item=Item.SAFETY_PLAN, now=now + timedelta(hours=1, minutes=minute))

    assert list(Entry.objects.order_by("number").values_list("verb", flat=True))[2:] == ["broken"] + ["looked"] * 3


def test_what_is_not_kept_as_a_head_is_said(tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("kelp\n")

    with pytest.raises(CommandError, match=r"^Line 1 of what was kept is no head"):
        call_command("verify_record", kept=str(tmp_path / "mine"))


@pytest.mark.parametrize("written", [1, 30, 120, 150])
def test_a_head_that_was_half_written_accuses_nobody(john: Person, now: datetime, heads: Path, written: int) -> None:
    live(john, now, ["look", "publish", "look"])
    whole = heads.read_bytes()
    with heads.open("ab") as stream:  # the disk was full; the transaction was undone
        stream.write(whole[:written])

    assert check_record().fault is None
    assert publish_head(now=now + timedelta(hours=1)) == 1
    assert check_record().fault is None
    assert heads.read_bytes().startswith(whole)
    assert not Entry.objects.filter(verb="broken").exists()


def test_a_last_head_cut_short_is_seen(john: Person, now: datetime, heads: Path) -> None:
    live(john, now, ["look", "publish", "look", "publish"])
    heads.write_bytes(heads.read_bytes()[:-9])

    assert check_record().fault == Fault(2, What.HEADS_MISSING)


def test_erasing_an_account_leaves_the_record_whole(john: Person, now: datetime, heads: Path) -> None:
    live(john, now, ["look", "publish", "look"])
    erase_account(by=john, now=now)

    assert check_record() == Checked(3)
