"""Any order of imports leaves exactly what the last feed says, and forgets nothing it was told before."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from holdfast.accounts.models import Person
from holdfast.directory.actions import Feed, apply_feed, check_feed, end_missing
from holdfast.directory.models import IndexVersion, Listing, ListingChange, Source
from holdfast.domain.meetings.diff import fingerprint
from holdfast.domain.meetings.kinds import Kind
from holdfast.domain.meetings.meeting import Meeting, Slot
from tests.conftest import NOW

pytestmark = pytest.mark.django_db
FEED = Feed(key="feed.json", name="Feed", format="meeting-guide")
FEEDS = st.lists(st.dictionaries(st.sampled_from("abcdefgh"), st.sampled_from(["One", "Two"]), max_size=8), max_size=5)
QUICK = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def apply(names: dict[str, str], *, day: int = 0, confirm: bool = True) -> None:
    """Take a feed over in which each key has a name."""
    meetings = [Meeting(key, name) for key, name in names.items()]
    apply_feed(feed=FEED, meetings=meetings, now=NOW + timedelta(days=day), confirm=confirm)


def there() -> dict[str, str]:
    """The names of the listings that are not gone."""
    return dict(Listing.objects.filter(source__key=FEED.key, gone_at=None).values_list("key", "name"))


@QUICK
@given(FEEDS)
def test_the_last_feed_is_what_there_is(feeds: list[dict[str, str]]) -> None:
    for day, names in enumerate([*feeds, {"a": "One"}]):
        apply(names, day=day)

        assert there() == names


@QUICK
@given(FEEDS)
def test_an_id_never_changes(feeds: list[dict[str, str]]) -> None:
    ids: dict[str, object] = dict(Listing.objects.values_list("key", "pk"))
    for day, names in enumerate(feeds):
        apply(names, day=day)
        now = dict(Listing.objects.values_list("key", "pk"))

        assert ids.items() <= now.items()
        ids = now


@QUICK
@given(FEEDS)
def test_without_a_word_from_the_operator_at_most_a_fifth_goes(feeds: list[dict[str, str]]) -> None:
    for day, names in enumerate(feeds):
        before = there()
        apply(names, day=day, confirm=False)

        assert len(set(before) - set(there())) <= len(before) * 0.2


@QUICK
@given(FEEDS)
def test_the_version_moves_when_and_only_when_something_changed(feeds: list[dict[str, str]]) -> None:
    apply({"z": "One"})
    for day, names in enumerate(feeds):
        before, version = there(), IndexVersion.objects.get(pk=1).number
        apply(names, day=day)

        assert (IndexVersion.objects.get(pk=1).number != version) == (there() != before)


@pytest.mark.parametrize(
    "change",
    [
        {"name": "Other"},
        {"notes": "New"},
        {"slots": (Slot(1, 60),)},
        {"kinds": frozenset({Kind.WOMEN})},
        {"zone": "Europe/Madrid"},
        {"is_closed": True},
    ],
)
def test_a_fingerprint_sees_every_change(change: dict[str, object]) -> None:
    one = Meeting("k", "Group")
    other = Meeting(**{"key": "k", "name": "Group", **change})  # type: ignore[arg-type]

    assert fingerprint(one) != fingerprint(other)


def test_a_fingerprint_does_not_mind_the_order() -> None:
    kinds = [Kind.WOMEN, Kind.OPEN, Kind.YOUNG]

    assert fingerprint(Meeting("k", "G", kinds=frozenset(kinds))) == fingerprint(
        Meeting("k", "G", kinds=frozenset(reversed(kinds)))
    )


def test_a_check_touches_one_source() -> None:
    apply({"a": "One"})
    apply_feed(feed=Feed("other.json", "Other", "bmlt"), meetings=[Meeting("b", "Two")], now=NOW)

    assert check_feed(key="other.json", now=NOW + timedelta(days=1)) == 1
    assert Listing.objects.get(key="a").checked_at == NOW


def test_a_check_does_not_call_what_is_gone_checked() -> None:
    apply({"a": "One", "b": "Two"})
    apply({"a": "One"}, day=1)

    assert check_feed(key=FEED.key, now=NOW + timedelta(days=2)) == 1


def test_the_database_too_refuses_a_key_twice() -> None:
    apply({"a": "One"})
    first = Listing.objects.get()

    with pytest.raises(IntegrityError), transaction.atomic():
        Listing.objects.create(
            source=first.source,
            key="a",
            name="Twice",
            meeting={},
            fingerprint="x",
            created_at=NOW,
            changed_at=NOW,
            checked_at=NOW,
        )


def test_what_stands_for_a_row_in_a_log_is_its_id() -> None:
    apply({"a": "One"})

    assert "One" not in f"{Listing.objects.get()}{Source.objects.get()}{IndexVersion.objects.get()}"


# What people said stays


def test_history_says_what_changed() -> None:
    apply({"a": "One"})
    apply({"a": "Two"}, day=1)

    change = ListingChange.objects.get()
    assert (change.kind, change.fields, change.at) == ("changed", {"name": ["One", "Two"]}, NOW + timedelta(days=1))


def test_history_says_that_it_went_and_came_back() -> None:
    apply({"a": "One", "b": "Two"})
    apply({"a": "One"}, day=1)
    apply({"a": "One", "b": "Two"}, day=2)

    assert list(ListingChange.objects.order_by("pk").values_list("listing__key", "kind")) == [
        ("b", "gone"),
        ("b", "back"),
    ]


def test_what_is_new_has_no_history() -> None:
    apply({"a": "One"})

    assert not ListingChange.objects.exists()


@pytest.mark.parametrize("facts", [{"hidden_at": NOW, "hidden_why": "nobody"}, {"confirmed_at": NOW}])
def test_an_import_leaves_what_people_said(facts: dict[str, object]) -> None:
    apply({"a": "One"})
    Listing.objects.update(**facts)

    apply({"a": "Two"}, day=1)

    row = Listing.objects.get()
    assert (row.name, {name: getattr(row, name) for name in facts}) == ("Two", facts)


def test_an_import_does_not_part_what_was_joined() -> None:
    apply({"a": "One", "b": "Two"})
    one, two = Listing.objects.order_by("key")
    Listing.objects.filter(pk=two.pk).update(merged_into=one)

    apply({"a": "One", "b": "Three"}, day=1)

    assert Listing.objects.get(key="b").merged_into_id == one.pk


@pytest.mark.parametrize("says", [{"a": "Two"}, {}])
def test_what_a_group_keeps_is_the_groups(john: Person, says: dict[str, str]) -> None:
    apply({"a": "One"})
    Listing.objects.update(keeper=john, name="As the group says")

    apply(says, day=1)

    row = Listing.objects.get()
    assert (row.name, row.gone_at, row.checked_at) == ("As the group says", None, NOW)


def test_held_listings_end_when_a_person_says_so() -> None:
    apply(dict.fromkeys("abcdefgh", "One"))
    apply({"a": "One"}, day=1, confirm=False)

    ended = end_missing(source=Source.objects.get(), now=NOW + timedelta(days=2))

    assert (ended, there()) == (7, {"a": "One"})
    assert ListingChange.objects.filter(kind="gone").count() == 7


def test_nothing_is_ended_twice() -> None:
    apply({"a": "One"})

    assert end_missing(source=Source.objects.get(), now=NOW) == 0


def test_tells_how_far_it_is() -> None:
    told: list[tuple[int, int]] = []
    meetings = [Meeting(f"k{number}", "Group") for number in range(1200)]

    apply_feed(feed=FEED, meetings=meetings, now=NOW, progress=lambda done, total: told.append((done, total)))

    assert told == [(500, 1200), (1000, 1200), (1200, 1200)]


def test_a_group_called_open_keeps_its_name() -> None:
    apply({"a": "open", "b": "meeting"})

    assert [Meeting.from_json(row.meeting).name for row in Listing.objects.order_by("key")] == ["open", "meeting"]
