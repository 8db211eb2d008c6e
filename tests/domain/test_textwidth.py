"""The width of words, and how they are broken into lines."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.domain.textwidth import shortened, text_width, wrapped

words = st.text(st.characters(categories=("Lu", "Ll", "Lo", "Zs")), min_size=1, max_size=60)


@pytest.mark.parametrize(
    ("text", "width"),
    [("Rosa", 34.4), ("Uncle Abe", 71.8), ("Friday home group", 131.2), ("María-José", 81.3), ("me", 22.3)],
)
def test_widths_are_those_of_the_typeface(text: str, width: float) -> None:
    assert text_width(text, 16) == pytest.approx(width, rel=0.06)


@pytest.mark.parametrize(("accented", "plain"), [("é", "e"), ("ñ", "n"), ("Á", "A"), ("ü", "u"), ("e\u0301", "e")])
def test_an_accent_takes_no_room(accented: str, plain: str) -> None:
    assert text_width(accented, 10) == text_width(plain, 10)


def test_letters_of_the_east_are_square() -> None:
    assert text_width("東京", 10) == pytest.approx(21)


def test_a_letter_nobody_measured_has_a_usual_width() -> None:
    assert text_width("Ж", 10) == pytest.approx(6.2)


def test_the_bold_serif_is_broader() -> None:
    assert text_width("Family", 16, serif_bold=True) > text_width("Family", 16)


@given(text=words, size=st.sampled_from([12.0, 16.0]), width=st.floats(30, 300))
def test_what_is_shortened_fits(text: str, size: float, width: float) -> None:
    assert text_width(shortened(text, size, width), size) <= width


@given(text=words)
def test_what_fits_is_not_shortened(text: str) -> None:
    assert shortened(text, 16, text_width(text, 16)) == text


@given(text=words, width=st.floats(40, 300), lines=st.integers(1, 3))
def test_lines_are_few_and_fit(text: str, width: float, lines: int) -> None:
    broken = wrapped(text, 16, width, lines=lines)

    assert len(broken) <= lines
    assert all(text_width(line, 16) <= width for line in broken)


@given(text=words)
def test_with_room_enough_no_word_is_lost(text: str) -> None:
    assert " ".join(wrapped(text, 16, 2000, lines=1)) == " ".join(text.split())


def test_lines_break_at_spaces() -> None:
    assert wrapped("Friday home group", 16, 90, lines=2) == ("Friday home", "group")


def test_only_the_last_line_may_end_in_an_ellipsis() -> None:
    assert wrapped("Friday home group by the harbour", 16, 90, lines=2) == ("Friday home", "group by t…")
