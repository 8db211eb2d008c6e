"""Each process searches its own copy, and takes a new one when listings changed."""

from __future__ import annotations

import threading
from datetime import timedelta
from pathlib import Path

import pytest
from pytest_django import DjangoAssertNumQueries

from holdfast.directory.importing import Order, import_source
from holdfast.directory.models import Listing
from holdfast.directory.search import Copy, Holder, build, current_version
from holdfast.domain.meetings.query import Query
from tests.conftest import NOW
from tests.directory.feeds import file_of, some

pytestmark = pytest.mark.django_db


def take(folder: Path, count: int, *, later: int = 0) -> None:
    """Import that many meetings."""
    import_source(Order(file_of(folder, some(count)), confirm=True), now=NOW + timedelta(days=later))


def found(copy: Copy) -> int:
    """How many meetings a copy has."""
    return copy.search(Query(), NOW).total


def test_an_empty_directory_finds_nothing() -> None:
    assert found(Holder().current()) == 0


def test_finds_what_was_imported(tmp_path: Path) -> None:
    take(tmp_path, 3)

    assert found(Holder().current()) == 3


def test_takes_a_new_copy_after_an_import(tmp_path: Path) -> None:
    holder = Holder()
    take(tmp_path, 3)
    holder.current()

    take(tmp_path, 5)

    assert found(holder.current()) == 5


def test_keeps_its_copy_while_nothing_changes(tmp_path: Path) -> None:
    holder = Holder()
    take(tmp_path, 3)

    assert holder.current() is holder.current()


def test_a_check_without_a_change_keeps_the_copy(tmp_path: Path) -> None:
    holder = Holder()
    take(tmp_path, 3)
    before = holder.current()

    take(tmp_path, 3, later=1)

    assert holder.current() is before


def test_what_is_gone_is_not_found(tmp_path: Path) -> None:
    take(tmp_path, 5)

    take(tmp_path, 4)

    assert found(Holder().current()) == 4


def test_a_position_leads_to_its_listing(tmp_path: Path) -> None:
    take(tmp_path, 5)
    copy = Holder().current()

    hit = copy.search(Query(words="3"), NOW).hits[0]

    assert Listing.objects.get(pk=copy.id_at(hit.position)).key == "meeting-3"


def test_asks_the_database_once_when_nothing_changed(
    tmp_path: Path, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    holder = Holder()
    take(tmp_path, 3)
    holder.current()

    with django_assert_num_queries(1):
        holder.current()


@pytest.mark.parametrize("count", [2, 60])
def test_building_costs_one_query_for_any_number(
    tmp_path: Path, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    take(tmp_path, count)
    version = current_version()

    with django_assert_num_queries(1):
        build(version)


def test_a_reader_goes_on_with_its_copy_while_another_builds(tmp_path: Path) -> None:
    holder = Holder()
    take(tmp_path, 3)
    before = holder.current()
    take(tmp_path, 4)

    with holder._building:
        during = holder.current()

    assert during is before
    assert found(holder.current()) == 4


def test_a_copy_is_read_by_many_threads_at_once(tmp_path: Path) -> None:
    take(tmp_path, 50)
    copy = Holder().current()
    totals: list[int] = []

    threads = [threading.Thread(target=lambda: totals.append(found(copy))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert totals == [50] * 8
