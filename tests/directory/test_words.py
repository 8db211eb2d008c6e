"""Everything a page may say about a meeting has words, in both languages."""

from __future__ import annotations

import re
from collections.abc import Iterable

import pytest
from django.utils import translation

from holdfast.directory.line_words import ABOUT, COUNTRIES, HOURS, MORE_LANGUAGES, NOTES, language_words
from holdfast.directory.queries import FITS
from holdfast.directory.words import ACCESS, ATTENDANCE, KINDS, STEPS, WHO, fellowship_name, is_for_family, tags
from holdfast.domain.meetings.fellowships import FELLOWSHIPS, Audience
from holdfast.domain.meetings.kinds import MEANINGS, Kind
from holdfast.domain.meetings.meeting import Attendance, Meeting
from tests.words import AVOID

SAID = {
    "about": ABOUT,
    "hours": HOURS,
    "notes": NOTES,
    "countries": COUNTRIES,
    "languages": MORE_LANGUAGES,
    "kinds": KINDS,
    "attendance": ATTENDANCE,
    "fits": FITS,
}
SAME_IN_SPANISH = {
    "LGBTQ+",
    "Bulgaria",
    "Argentina",
    "Austria",
    "Australia",
    "Estonia",
    "Israel",
    "India",
    "Malta",
    "Portugal",
}


def every_sentence() -> Iterable[str]:
    """All words of the tables."""
    return (str(words) for table in SAID.values() for words in table.values())


def test_every_kind_has_words() -> None:
    assert set(KINDS) == set(Kind)


def test_every_way_to_take_part_has_words() -> None:
    assert set(ATTENDANCE) == set(Attendance)


def test_what_is_known_about_steps_has_words() -> None:
    assert {known.twelve_step for known in FELLOWSHIPS.values()} <= set(STEPS)


def test_what_the_form_offers_are_kinds_with_words() -> None:
    assert not {*WHO, *ACCESS} - set(KINDS)


@pytest.mark.parametrize(
    "code", sorted({one for codes in MEANINGS.values() for one in codes.values() if one not in KINDS})
)
def test_every_language_of_the_feeds_has_a_name(code: str) -> None:
    assert language_words(code) != code


def test_a_language_without_a_name_shows_its_code() -> None:
    assert language_words("xx") == "xx"


@pytest.mark.parametrize("table", SAID, ids=str)
def test_every_sentence_has_its_spanish(table: str) -> None:
    english = [str(words) for words in SAID[table].values()]
    with translation.override("es"):
        spanish = [str(words) for words in SAID[table].values()]

    assert {one for one, two in zip(english, spanish, strict=True) if one == two} <= SAME_IN_SPANISH


def test_no_sentence_blames_or_labels() -> None:
    assert [text for text in every_sentence() for pattern in AVOID if pattern.search(text)] == []


def test_no_sentence_is_long() -> None:
    assert [text for text in every_sentence() if len(re.findall(r"\w+", text)) > 20] == []


@pytest.mark.parametrize("code", FELLOWSHIPS)
def test_a_fellowship_goes_by_its_own_name(code: str) -> None:
    assert fellowship_name(code) == ("" if code == "other" else FELLOWSHIPS[code].name)


@pytest.mark.parametrize("code", [None, "", "unheard-of"])
def test_an_unknown_fellowship_has_no_name(code: str | None) -> None:
    assert fellowship_name(code) == ""


@pytest.mark.parametrize("code", FELLOWSHIPS)
def test_family_groups_are_known_as_such(code: str) -> None:
    meeting = Meeting("k", "Group", fellowship=code)

    assert is_for_family(meeting) == (FELLOWSHIPS[code].audience is Audience.FAMILY)


def test_tags_keep_the_order_they_are_asked_in() -> None:
    meeting = Meeting("k", "Group", kinds=frozenset({Kind.WHEELCHAIR, Kind.WOMEN, Kind.OPEN}))

    assert [str(words) for words in tags(meeting, (Kind.WOMEN, Kind.MEN, Kind.WHEELCHAIR))] == [
        "Women",
        "Wheelchair access",
    ]
