"""A feed is taken over whole, in one transaction, and every row is accounted for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from holdfast.directory.actions import Applied, Feed, apply_feed
from holdfast.directory.importing import DEMO_NAMES, Account, Order, import_demo, import_source
from holdfast.directory.models import IndexVersion, Listing, Source
from holdfast.domain.meetings.meeting import Meeting
from tests.conftest import NOW
from tests.directory.feed_server import FeedServer
from tests.directory.feeds import bmlt_meeting, file_of, meeting, some

pytestmark = pytest.mark.django_db
Import = Callable[..., Account]


@pytest.fixture
def take(tmp_path: Path) -> Import:
    """Imports rows as if they stood in a file of this name."""

    def take(rows: Any, *, later: int = 0, file: str = "feed.json", **order: Any) -> Account:
        path = file_of(tmp_path, rows, file)
        return import_source(Order(path, **order), now=NOW + timedelta(days=later))

    return take


def keys(**filters: Any) -> list[str]:
    """The keys of the listings there are."""
    return sorted(Listing.objects.filter(**filters).values_list("key", flat=True))


def version() -> int:
    """The stored version of the index."""
    return IndexVersion.objects.values_list("number", flat=True).get(pk=1)


def test_stores_what_the_feed_says(take: Import) -> None:
    take([meeting(notes="Ring the bell.")])

    stored = Meeting.from_json(Listing.objects.get().meeting)

    assert (stored.name, stored.city, stored.notes) == ("Tuesday Group", "Chicago", "Ring the bell.")


def test_reads_bmlt_too(take: Import) -> None:
    account = take([bmlt_meeting(1), bmlt_meeting(2)])

    assert (account.parsed.format, keys()) == ("bmlt", ["1", "2"])


def test_takes_the_rest_when_a_row_is_bad(take: Import) -> None:
    account = take([meeting("good"), meeting("bad", time="late"), meeting("fine")])

    assert keys() == ["fine", "good"]
    assert [(one.row, one.key, one.field) for one in account.parsed.problems if one.row] == [(2, "bad", "time")]


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(times=st.lists(st.sampled_from(["19:00", "7:00 PM", "late", "", None, 5, "99:99"]), max_size=12))
def test_every_row_is_accounted_for(take: Import, times: Sequence[Any]) -> None:
    rows = [meeting(f"row-{number}", time=time) for number, time in enumerate(times)]

    said = take(rows).to_json()

    assert said["rows"] == said["imported"] + said["refused"]


def test_names_the_source(take: Import) -> None:
    take(some(1), file="chicago.json", licence="CC0", fellowship="aa")

    source = Source.objects.get()

    assert (source.key, source.name, source.licence, source.fellowship) == ("chicago.json", "chicago.json", "CC0", "aa")


def test_a_name_given_by_the_operator_is_shown(take: Import) -> None:
    take(some(1), name="Chicago area office")

    assert Source.objects.get().name == "Chicago area office"


def test_the_same_feed_again_changes_nothing_but_the_check(take: Import) -> None:
    take(some(3))
    before = version()

    account = take(some(3), later=2)

    assert account.applied == Applied(unchanged=3)
    assert version() == before
    assert {row.checked_at for row in Listing.objects.all()} == {NOW + timedelta(days=2)}


def test_a_changed_row_keeps_its_id(take: Import) -> None:
    take(some(2))
    ids = dict(Listing.objects.values_list("key", "pk"))

    account = take([meeting("meeting-0", time="20:00"), meeting("meeting-1")], later=1)

    assert dict(Listing.objects.values_list("key", "pk")) == ids
    assert account.applied == Applied(changed=1, unchanged=1)


def test_a_changed_row_says_since_when(take: Import) -> None:
    take(some(1))

    take(some(1, time="20:00"), later=1)

    row = Listing.objects.get()
    assert (row.created_at, row.changed_at) == (NOW, NOW + timedelta(days=1))


def test_a_row_that_left_is_gone_and_kept(take: Import) -> None:
    take(some(10))

    account = take(some(9), later=1)

    assert keys(gone_at=NOW + timedelta(days=1)) == ["meeting-9"]
    assert account.applied == Applied(unchanged=9, gone=1)


def test_a_row_that_came_back_is_there_again(take: Import) -> None:
    take(some(10))
    take(some(9), later=1)

    account = take(some(10), later=2)

    assert keys(gone_at=None) == keys()
    assert account.applied == Applied(changed=1, unchanged=9)


@pytest.mark.parametrize(("left", "gone", "held"), [(10, 0, 0), (8, 2, 0), (7, 0, 3), (1, 0, 9)])
def test_a_feed_that_lost_more_than_a_fifth_takes_nothing_away(take: Import, left: int, gone: int, held: int) -> None:
    take(some(10))

    applied = take(some(left), later=1).applied

    assert (applied.gone, applied.held) == (gone, held)


def test_a_feed_that_is_suddenly_empty_takes_nothing_away(take: Import) -> None:
    take(some(10))

    take("[]", later=1)

    assert len(keys(gone_at=None)) == 10


def test_what_was_kept_is_reported(take: Import) -> None:
    take(some(10))

    problems = take(some(2), later=1).parsed.problems

    assert "8 listings of this source are missing" in problems[0].advice


def test_the_operator_confirms_that_many_have_ended(take: Import) -> None:
    take(some(10))

    applied = take(some(2), later=1, confirm=True).applied

    assert (applied.gone, applied.held) == (8, 0)


def test_a_kept_row_is_not_called_checked(take: Import) -> None:
    take(some(10))

    take(some(2), later=1)

    assert Listing.objects.get(key="meeting-9").checked_at == NOW


def test_sources_do_not_touch_each_other(take: Import) -> None:
    take(some(3), file="one.json")

    take([meeting("other")], file="two.json")

    assert keys(gone_at=None) == ["meeting-0", "meeting-1", "meeting-2", "other"]


def test_a_change_moves_the_version(take: Import) -> None:
    take(some(1))
    before = version()

    take(some(1, time="20:00"), later=1)

    assert version() != before


def test_a_fault_on_the_way_leaves_everything_as_it_was(take: Import) -> None:
    take(some(1))
    fine = [Meeting(key=f"row-{number}", name="Row") for number in range(600)]
    faulty = Meeting(key="faulty", name=None)  # type: ignore[arg-type]  # what cannot be written

    with pytest.raises(TypeError):
        apply_feed(feed=Feed("feed.json", "feed.json", "meeting-guide"), meetings=[*fine, faulty], now=NOW)

    assert keys() == ["meeting-0"]


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("not json", "not valid JSON"),
        ("[1, 2", "not valid JSON"),
        ("[" * 100_000, "nested too deeply"),
        ('{"a": 1}', "not a feed we know"),
        ("", "not valid JSON"),
    ],
)
def test_a_file_that_is_no_feed_is_said_so(take: Import, body: str, says: str) -> None:
    account = take(body)

    assert not account.is_read
    assert says in account.parsed.problems[0].advice


def test_a_missing_file_is_said_so() -> None:
    account = import_source(Order("/nowhere/feed.json"), now=NOW)

    assert account.parsed.problems[0].advice == "The file cannot be read: No such file or directory."


def test_a_folder_is_said_so(tmp_path: Path) -> None:
    account = import_source(Order(str(tmp_path)), now=NOW)

    assert "cannot be read" in account.parsed.problems[0].advice


def test_a_broken_feed_takes_nothing_away(take: Import) -> None:
    take(some(3))

    take("not json", later=1)

    assert len(keys(gone_at=None)) == 3


ODD = "a\x00b\ud800c"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        *(
            (name, ODD)
            for name in ("name", "notes", "slug", "location", "address", "city", "group", "entity", "updated")
        ),
        ("types", [ODD]),
        ("types", ODD),
        ("regions", [ODD]),
        ("languages", [ODD]),
        ("timezone", ODD),
        ("conference_url", f"https://example.org/{ODD}"),
        ("time", ODD),
        ("day", [ODD]),
    ],
)
def test_signs_that_databases_refuse_are_left_out(take: Import, field: str, value: Any) -> None:
    account = take([meeting("first"), {**meeting("odd"), field: value}])

    assert account.to_json()["rows"] == 2
    assert not set("\x00\ud800") & set("".join(map(str, Listing.objects.values_list("key", "name", "meeting"))))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    row=st.dictionaries(
        st.sampled_from(sorted(meeting())),
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
            lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=2),
            max_leaves=5,
        ),
        max_size=8,
    )
)
def test_no_row_is_too_odd(take: Import, row: dict[str, Any]) -> None:
    said = take([meeting("fine"), {**meeting("odd"), **row}]).to_json()

    assert said["rows"] == said["imported"] + said["refused"] == 2


def test_costs_the_same_number_of_queries_for_many_rows(
    take: Import, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(20):
        take(some(400))


def test_fetches_an_address(feeds: FeedServer) -> None:
    feeds.says(b'[{"slug": "a", "name": "A", "day": 1, "time": "10:00"}]', ETag='"v1"')

    import_source(Order(feeds.address()), now=NOW, road=feeds.road())

    assert (keys(), Source.objects.get().etag) == (["a"], '"v1"')


def test_an_address_that_did_not_change_is_only_checked(feeds: FeedServer) -> None:
    feeds.says(b'[{"slug": "a", "name": "A", "day": 1, "time": "10:00"}]', ETag='"v1"')
    import_source(Order(feeds.address()), now=NOW, road=feeds.road())
    feeds.says(b"", status=304)

    account = import_source(Order(feeds.address()), now=NOW + timedelta(days=3), road=feeds.road())

    assert account.is_unchanged
    assert Listing.objects.get().checked_at == NOW + timedelta(days=3)


def test_an_address_inside_the_network_is_refused() -> None:
    account = import_source(Order("https://127.0.0.1/feed.json"), now=NOW)

    assert "inside a private network" in account.parsed.problems[0].advice


def test_the_demonstration_imports_without_a_problem() -> None:
    accounts = import_demo(now=NOW)

    assert [account.parsed.refused + account.parsed.warned for account in accounts] == [0] * (len(DEMO_NAMES) + 1)
    assert Listing.objects.count() == 67
