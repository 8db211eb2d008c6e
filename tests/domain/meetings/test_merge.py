"""Which listings are one meeting: a table of traps, laws, and labelled pairs of real feeds."""

from __future__ import annotations

import csv
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.domain.meetings.formats import parse
from holdfast.domain.meetings.likeness import likeness, name_likeness, name_of, room_in, street_of
from holdfast.domain.meetings.meeting import Meeting
from holdfast.domain.meetings.merge import Decisions, Pair, candidates, clusters, marks, verdict, wanted
from tests.domain.meetings.merge_cases import ASK, DIFFERENT, HALL, LINKED, SAME, hall, linked

REAL = Path(__file__).parents[4] / "shared" / "data" / "directory"
LABELS = Path(__file__).with_name("merge_labels.tsv")
EVERY = {**SAME, **ASK, **DIFFERENT}
VARIANTS = [meeting for pair in EVERY.values() for meeting in pair]
some_listing = st.sampled_from(VARIANTS)


@pytest.mark.parametrize("case", SAME)
def test_is_one_meeting(case: str) -> None:
    assert verdict(*SAME[case]).is_same, verdict(*SAME[case])


@pytest.mark.parametrize("case", SAME)
def test_what_is_one_meeting_is_found_without_comparing_all(case: str) -> None:
    assert candidates(SAME[case]) == [(0, 1)]


@pytest.mark.parametrize("case", ASK)
def test_asks_a_person(case: str) -> None:
    assert verdict(*ASK[case]).is_unsure, verdict(*ASK[case])


@pytest.mark.parametrize("case", DIFFERENT)
def test_are_two_meetings(case: str) -> None:
    said = verdict(*DIFFERENT[case])

    assert not said.is_same, said


@pytest.mark.parametrize("case", EVERY)
def test_gives_reasons(case: str) -> None:
    assert verdict(*EVERY[case]).reasons


@given(one=some_listing, other=some_listing)
def test_says_the_same_both_ways_round(one: Meeting, other: Meeting) -> None:
    there, back = verdict(one, other), verdict(other, one)

    assert (there.is_same, there.score, set(there.reasons)) == (back.is_same, back.score, set(back.reasons))


@given(one=some_listing, other=some_listing)
def test_finds_a_pair_whichever_of_the_two_is_new(one: Meeting, other: Meeting) -> None:
    assert bool(wanted(one) & marks(other)) is bool(wanted(other) & marks(one))


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_two_names_can_be_compared(one: str, other: str) -> None:
    assert 0 <= name_likeness(name_of(one), name_of(other)) <= 1
    assert likeness(one, other) == likeness(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("12 North Elm Street", "12 N. Elm St"),
        ("1109-A Main", "1109 A. Main Street"),
        ("Bülowstr. 106", "Bülowstraße 106, Berlin"),
        ("Grace Church, 3149 Waverley St, Harlow", "3149 Waverley Street"),
        ("5 West 4th Street", "5 W. 4th St."),
    ],
)
def test_an_address_is_the_same_however_it_is_written(one: str, other: str) -> None:
    assert street_of(one).is_like(street_of(other))


@pytest.mark.parametrize(
    ("one", "other"), [("127 E Court St", "186 E Court St"), ("5 Elm St", "5 Oak St"), ("", ""), ("Elm St", "Elm St")]
)
def test_an_address_needs_its_house(one: str, other: str) -> None:
    assert not street_of(one).is_like(street_of(other))


@pytest.mark.parametrize(
    ("link", "room"),
    [
        ("https://us02web.zoom.us/j/5550001112?pwd=x", "zoom:5550001112"),
        ("http://zoom.us/s/5550001112", "zoom:5550001112"),
        ("https://meet.google.com/abc-defg-hij", "meet.google.com/abc-defg-hij"),
        ("https://example.org/meetings", ""),
        ("", ""),
    ],
)
def test_a_link_leads_to_a_room(link: str, room: str) -> None:
    assert room_in(link) == room


# Clusters


def test_three_sources_of_one_meeting_stand_together() -> None:
    pairs = [Pair("a", "b", 6), Pair("b", "c", 5)]

    assert clusters({"a": 1, "b": 2, "c": 3}, pairs) == [frozenset("abc")]


def test_two_of_one_source_never_stand_together() -> None:
    pairs = [Pair("a", "b", 5), Pair("b", "c", 9)]

    assert clusters({"a": 1, "b": 2, "c": 1}, pairs) == [frozenset("a"), frozenset("bc")]


def test_a_person_may_join_two_of_one_source() -> None:
    assert clusters({"a": 1, "b": 1}, [], Decisions(same=frozenset({("a", "b")}))) == [frozenset("ab")]


def test_what_a_person_told_apart_stays_apart_by_way_of_a_third_too() -> None:
    pairs = [Pair("a", "b", 9), Pair("b", "c", 8), Pair("a", "c", 7)]

    found = clusters({"a": 1, "b": 2, "c": 3}, pairs, Decisions(different=frozenset({("a", "c")})))

    assert found == [frozenset("ab"), frozenset("c")]


ids = st.integers(0, 7)


@given(
    st.dictionaries(ids, st.integers(0, 3)),
    st.lists(st.builds(Pair, ids, ids, st.floats(4.5, 12))),
    st.frozensets(st.tuples(ids, ids).filter(lambda two: two[0] < two[1]), max_size=4),
)
def test_every_listing_stands_in_one_cluster_that_nobody_forbade(
    source_of: dict[int, int], pairs: list[Pair[int]], apart: frozenset[tuple[int, int]]
) -> None:
    found = clusters(source_of, pairs, Decisions(different=apart))

    assert sorted(one for cluster in found for one in cluster) == sorted(source_of)
    for cluster in found:
        assert len({source_of[one] for one in cluster}) == len(cluster)
        assert not [two for two in combinations(sorted(cluster), 2) if two in apart]


@given(st.permutations([Pair("a", "b", 5), Pair("b", "c", 6), Pair("c", "d", 5), Pair("a", "d", 7)]))
def test_clusters_do_not_depend_on_the_order_of_the_pairs(pairs: list[Pair[str]]) -> None:
    assert clusters({"a": 1, "b": 2, "c": 1, "d": 2}, pairs) == [frozenset("ad"), frozenset("bc")]


# Real feeds


@pytest.mark.real_data
@pytest.mark.skipif(not REAL.exists(), reason="no real feeds beside the checkout")
def test_no_labelled_pair_is_joined_wrongly_and_nine_of_ten_are_joined() -> None:
    rows = list(csv.DictReader(LABELS.read_text(encoding="utf-8").splitlines(), delimiter="\t"))
    fellowship = {"aa": "aa", "na": "na", "al": "al-anon"}
    files = {name for row in rows for name in (row["file"], row["other_file"])}
    found: dict[tuple[str, str], Meeting] = {}
    for name in files:
        parsed = parse((REAL / name).read_bytes(), fellowship=fellowship.get(name.split("/")[1][:2]))
        found |= {(name, one.key): one for one in parsed.meetings}

    said = [
        (row["label"], verdict(found[row["file"], row["key"]], found[row["other_file"], row["other_key"]]).is_same)
        for row in rows
    ]

    assert ("different", True) not in said
    assert said.count(("same", True)) >= 0.9 * sum(label == "same" for label, _ in said)


def test_the_table_has_what_it_was_made_of() -> None:
    assert verdict(HALL, hall()).is_same
    assert verdict(LINKED, linked()).is_same
