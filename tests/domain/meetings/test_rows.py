"""A long list is read row by row, and says the same as when it is read at once."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.domain.meetings.formats import parse
from holdfast.domain.meetings.formats.feed import LARGE, json_of
from holdfast.domain.meetings.formats.rows import Rows, is_list

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=10,
)


SMALL = 7
"""A piece so small that every value is cut somewhere."""


@given(st.lists(VALUES, max_size=8), st.sampled_from([None, 1]), st.booleans(), st.booleans())
def test_says_the_same_as_when_read_at_once(
    values: list[Any], indent: int | None, ascii_only: bool, has_mark: bool
) -> None:
    text = f" {json.dumps(values, indent=indent, ensure_ascii=ascii_only)}\n"
    data = (b"\xef\xbb\xbf" if has_mark else b"") + text.encode("utf-8", "surrogatepass" if ascii_only else "replace")

    found = Rows(data, SMALL)

    assert list(found) == json.loads(text.encode("utf-8", "replace"))
    assert len(found) == len(values)


@given(st.lists(st.integers(), max_size=12), st.integers(-14, 14), st.integers(-14, 14))
def test_a_part_is_the_part_of_a_list(values: list[int], first: int, last: int) -> None:
    found = Rows(json.dumps(values).encode(), SMALL)

    assert found[first:last] == values[first:last]
    assert bool(found) == bool(values)


@pytest.mark.parametrize(
    "text", ["[1, 2", "[1 2]", "[1,]", "[", "[1]]", "[1] 2", '["a]', "[1, nul]", "{}", "[" * 5000, "[,]", "[01]"]
)
def test_a_broken_list_is_refused(text: str) -> None:
    with pytest.raises((ValueError, RecursionError)):
        Rows(text.encode(), SMALL)


def test_knows_a_list_by_its_beginning() -> None:
    assert [is_list(data) for data in (b"\xef\xbb\xbf \n[1]", b"{}", b"", b"x[")] == [True, False, False, False]


def test_a_large_feed_holds_no_rows() -> None:
    row = {"slug": "a", "name": "A", "day": 1, "time": "10:00", "notes": "n" * 1000}
    data = json.dumps([row] * (LARGE // 1000)).encode()

    content, problem = json_of(data)

    assert problem is None
    assert isinstance(content, Rows)
    assert parse(data).rows == LARGE // 1000


def test_a_large_broken_feed_says_where() -> None:
    content, problem = json_of(b"[" + b" " * LARGE + b"{")

    assert content is None
    assert problem
    assert "line 1" in problem
