"""What is typed in the search form, cleaned."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from holdfast.directory.forms import MILES, WHEN, WITHIN, FindForm

FIELDS = [
    "near",
    "place",
    "within",
    "when",
    "how",
    "who",
    "words",
    "what",
    "hour",
    "by",
    "match",
    "without",
    "path",
    "language",
    "kind",
    "access",
    "sort",
    "page",
]


def form_of(query: str = "") -> FindForm:
    """The form as the page makes it."""
    return FindForm(QueryDict(query), fellowships=("aa", "smart", "unheard-of"), languages=("es", "en"))


def cleaned(query: str) -> dict[str, Any]:
    """The values of a form that is in order."""
    form = form_of(query)
    assert form.is_valid(), form.errors
    return form.cleaned_data


def test_nothing_asked_is_in_order() -> None:
    assert cleaned("") == {
        "near": "",
        "place": "",
        "within": 25,
        "when": "",
        "how": "",
        "who": "own",
        "words": "",
        "what": "",
        "hour": "",
        "by": "",
        "match": "all",
        "without": [],
        "path": "",
        "language": "",
        "kind": [],
        "access": [],
        "sort": "",
        "page": 1,
    }


@pytest.mark.parametrize("query", [f"within={km}" for km in WITHIN])
def test_each_distance_is_a_number(query: str) -> None:
    assert cleaned(query)["within"] == int(query.removeprefix("within="))


@pytest.mark.parametrize("km", WITHIN)
def test_miles_are_about_as_far(km: int) -> None:
    assert MILES[km] * 1.609 == pytest.approx(km, rel=0.25)


def test_days_stand_from_monday_and_count_from_sunday() -> None:
    assert [code for code, _ in WHEN] == ["", "now", "today", "tomorrow", "1", "2", "3", "4", "5", "6", "0"]


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("", 0),
        ("near=Chicago&within=5&when=now&how=online", 0),
        ("words=hope", 0),
        ("kind=women&kind=young", 1),
        ("who=family", 1),
        ("who=own", 0),
        (
            "words=a&kind=men&path=aa&language=es&access=childcare&who=family&hour=night&by=bus&what=service&without=outdoor",
            9,
        ),
    ],
)
def test_folded_choices_are_counted(query: str, count: int) -> None:
    assert form_of(query).more_count == count


def programmes(form: FindForm) -> list[str]:
    """The fellowships offered: the last group of the field."""
    groups = dict(form.fields["path"].choices)  # type: ignore[attr-defined]
    return [code for code, _ in groups["Programmes"]]


def test_only_fellowships_with_a_name_are_offered() -> None:
    assert programmes(form_of()) == ["aa", "smart"]


def test_languages_stand_by_their_name() -> None:
    assert [str(name) for _, name in form_of().fields["language"].choices][1:] == ["English", "Spanish"]  # type: ignore[attr-defined]


def test_two_forms_do_not_share_their_choices() -> None:
    form_of()
    other = FindForm(QueryDict(""), fellowships=("na",), languages=())

    assert programmes(other) == ["na"]


@pytest.mark.parametrize(
    "query",
    [
        "within=3",
        "when=9",
        "how=maybe",
        "who=x",
        "path=na",
        "path=way:x",
        "kind=x",
        "hour=noon",
        "by=boat",
        "match=some",
        "without=women",
        "page=0",
        "page=a",
    ],
)
def test_what_is_not_offered_is_refused(query: str) -> None:
    assert set(form_of(query).errors) == {query.partition("=")[0]}


@pytest.mark.parametrize("name", ["near", "words"])
def test_a_text_has_an_end(name: str) -> None:
    assert name in form_of(f"{name}={'x' * 101}").errors


@given(st.dictionaries(st.sampled_from(FIELDS), st.text(max_size=130)))
def test_nothing_typed_is_a_crash(typed: dict[str, str]) -> None:
    data = QueryDict(mutable=True)
    data.update(typed)

    form = FindForm(data, fellowships=("aa",), languages=("es",))

    assert form.is_valid() in {True, False}
