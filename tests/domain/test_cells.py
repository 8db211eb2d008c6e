"""Cells of tables: never a formula, and the same again when we read them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.domain.cells import NUMBER, PHONE, plain_cell, safe_cell

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
TEXTS = st.text(max_size=40) | st.text("'=+-@ \t\r\na1", max_size=6)


@given(TEXTS)
def test_no_cell_begins_like_a_formula(text: str) -> None:
    assert not safe_cell(text).lstrip(" ").startswith(FORMULA)


@pytest.mark.parametrize("stays", [None, NUMBER, PHONE])
@given(text=TEXTS)
def test_a_cell_is_read_as_it_was(text: str, stays: object) -> None:
    assert plain_cell(safe_cell(text, stays=stays)) == text  # type: ignore[arg-type]  # a pattern or None


@pytest.mark.parametrize("text", ["+1 312 555 0147", "-74.006", "+49 (30) 1234-5", "*67"])
def test_a_number_stays_where_numbers_stay(text: str) -> None:
    assert safe_cell(text, stays=PHONE) == text


@pytest.mark.parametrize("text", ["+1+cmd", "-2+A1", "+1\t2", "-1\n", "@1"])
def test_what_only_begins_like_a_number_does_not_stay(text: str) -> None:
    assert safe_cell(text, stays=PHONE) == f"'{text}"
