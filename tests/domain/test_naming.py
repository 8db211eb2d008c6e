"""Whether words name somebody: rather once too often."""

from __future__ import annotations

import pytest

from holdfast.domain.naming import names_somebody, parts_of

NAMES = parts_of(["Rosa Vale", "My mother", "Dr Dee Park", "Jo", "José", "la abuela", "李伟", "Lady at no 5"])


@pytest.mark.parametrize(
    "text",
    [
        *("Rosa keeps my tablets", "call ROSA's number", "my mother comes", "ask Dee", "josé", "con la Abuela"),
        *("jo calls", "Jose calls", "Jose\N{COMBINING ACUTE ACCENT} calls", "周日给李伟打电话"),
    ],
)
def test_a_name_of_the_map_is_known(text: str) -> None:
    assert names_somebody(text, NAMES)


@pytest.mark.parametrize(
    "text", ["", "make tea", "my room, the lake", "rosary", "la casa", "see Dr Kim", "at ten, no tea", "周日打电话"]
)
def test_other_words_name_nobody(text: str) -> None:
    assert not names_somebody(text, NAMES)
