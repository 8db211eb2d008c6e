"""Measures are scored exactly as published; nothing that is open, reordered or translated changes a score wrongly."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.domain.instruments import bundled
from holdfast.domain.instruments.change import Verdict, change, change_index, margin_of, standard_error
from holdfast.domain.instruments.definition import Bands, By, Instrument, Reliability, Score, Use, Wording
from holdfast.domain.instruments.scoring import AnswersRefused, Result, is_offer_due, opens_on, score
from tests.domain.instruments.cases import BY_NAME, CASES, NAMES, flat

SHARED = Path(__file__).parents[4] / "shared/reference/instrument_vectors.json"
VECTORS: list[Any] = json.loads(SHARED.read_text()) if SHARED.exists() else []


def said(result: Result) -> dict[str, Any]:
    return {**result.scores, **result.flags, "band": result.band}


@pytest.mark.parametrize(("name", "answers", "expected"), CASES)
def test_scores_as_published(name: str, answers: tuple[int, ...], expected: dict[str, Any]) -> None:
    found = said(score(BY_NAME[name], answers))

    assert {key: found[key] for key in expected} == pytest.approx(expected)


@pytest.mark.real_data
@pytest.mark.parametrize("vector", VECTORS)
def test_agrees_with_the_published_vectors(vector: Any) -> None:
    found = said(score(BY_NAME[NAMES[vector["instrument"]]], list(flat(vector["answers"]))))

    assert {key: found[key] for key in vector["expect"]} == pytest.approx(vector["expect"])


class TestWrongRules:
    """Rules that stand on public pages and are wrong: none of them is ours."""

    def test_who_5_takes_nothing_away_first(self) -> None:
        assert score(BY_NAME["who-5 1998"], (5, 4, 3, 2, 1)).scores["score"] != (15 - 5) * 4

    def test_barc_10_begins_at_one(self) -> None:
        with pytest.raises(AnswersRefused):
            score(BY_NAME["barc-10 2017"], (0,) * 10)

    def test_mspss_has_seven_steps(self) -> None:
        instrument = BY_NAME["mspss 1988"]

        assert list(instrument.scale.values) == [1, 2, 3, 4, 5, 6, 7]
        assert instrument.main.low * instrument.length == 12

    def test_both_orders_of_rosenberg_reverse_the_same_sentences(self) -> None:
        turned = [
            {BY_NAME[name].wording["en"].items[item - 1] for item in BY_NAME[name].reversed_items}
            for name in ("rosenberg satisfied-first", "rosenberg worth-first")
        ]

        assert turned[0] == turned[1]

    def test_both_orders_of_rosenberg_say_the_same(self) -> None:
        first, other = BY_NAME["rosenberg satisfied-first"], BY_NAME["rosenberg worth-first"]
        answers = (3, 2, 1, 0, 3, 2, 1, 0, 3, 2)
        by_text = dict(zip(first.wording["en"].items, answers, strict=True))
        again = [by_text[text] for text in other.wording["en"].items]

        assert score(other, again).scores == score(first, answers).scores

    @pytest.mark.parametrize("name", ["pss-10 1988", "pss-4 1983"])
    def test_pss_has_no_bands(self, name: str) -> None:
        assert BY_NAME[name].bands is None
        assert not BY_NAME[name].flags

    @pytest.mark.parametrize("item", [1, 9, 10, 13, 14])
    def test_the_caregiver_sheet_counts_only_4_and_11_alone(self, item: int) -> None:
        answers = [0, 0, 0, 0, 1, *(0,) * 9, 1, 0, 3, 3]
        answers[item - 1] = 1

        assert score(BY_NAME["caregiver ama"], answers).flags["high_distress"] is False


WHOLE = st.sampled_from(bundled())


@st.composite
def answered(draw: st.DrawFn, *, with_gaps: bool = False) -> tuple[Instrument, list[int | None]]:
    instrument = draw(WHOLE)
    scales = [instrument.scale_of(item) for item in range(1, instrument.length + 1)]
    values = [st.sampled_from(list(scale.values)) for scale in scales]
    return instrument, [draw(st.one_of(st.none(), one) if with_gaps else one) for one in values]


def by_hand(one: Score, instrument: Instrument, answers: list[int | None]) -> float | None:
    """The rule once more, written another way: from the distance of each answer to the end it is counted from."""
    total = 0
    for item in one.items:
        value, scale = answers[item - 1], instrument.scale_of(item)
        if value is None:
            return None
        total += scale.lowest + abs(value - (scale.highest if item in instrument.reversed_items else scale.lowest))
    if one.by is By.SUM:
        return float(total * one.times)
    mean = total / len(one.items)
    return (mean - instrument.scale.lowest) / (len(instrument.scale.values) - 1) * 100 if one.to_100 else mean


@given(answered(with_gaps=True))
def test_an_open_question_is_never_a_number(case: tuple[Instrument, list[int | None]]) -> None:
    instrument, answers = case
    result = score(instrument, answers)

    assert result.scores == pytest.approx({one.key: by_hand(one, instrument, answers) for one in instrument.scores})
    assert result.unanswered == tuple(item for item, value in enumerate(answers, start=1) if value is None)


@given(answered(with_gaps=True), st.data())
def test_answering_more_never_takes_a_statement_back(
    case: tuple[Instrument, list[int | None]], data: st.DataObject
) -> None:
    instrument, answers = case
    filled = [
        value if value is not None else data.draw(st.sampled_from(list(instrument.scale_of(item).values)))
        for item, value in enumerate(answers, start=1)
    ]
    before, after = score(instrument, answers), score(instrument, filled)

    assert all(after.flags[key] == is_so for key, is_so in before.flags.items() if is_so is not None)
    assert all(after.scores[key] == value for key, value in before.scores.items() if value is not None)


@given(answered())
def test_every_score_is_within_its_published_range(case: tuple[Instrument, list[int | None]]) -> None:
    instrument, answers = case
    scores = score(instrument, answers).scores

    assert all(one.low - 1e-9 <= (scores[one.key] or 0) <= one.high + 1e-9 for one in instrument.scores)


@given(answered(), st.data())
def test_the_order_within_a_subscale_does_not_matter(
    case: tuple[Instrument, list[int | None]], data: st.DataObject
) -> None:
    instrument, answers = case
    one = data.draw(st.sampled_from(instrument.scores))
    plain = [item for item in one.items if item not in instrument.reversed_items | set(instrument.other_scales)]
    moved = list(answers)
    for item, other in zip(plain, data.draw(st.permutations(plain)), strict=True):
        moved[item - 1] = answers[other - 1]

    assert score(instrument, moved).scores[one.key] == pytest.approx(score(instrument, answers).scores[one.key])


@given(answered())
def test_no_language_changes_a_score(case: tuple[Instrument, list[int | None]]) -> None:
    instrument, answers = case
    words = Wording("", ("x",) * instrument.length, tuple(reversed(_choices(instrument))), {})

    assert score(replace(instrument, wording={"xx": words}), answers) == score(instrument, answers)


def _choices(instrument: Instrument) -> tuple[Any, ...]:
    return next(iter(instrument.wording.values())).choices if instrument.wording else ()


@given(answered(), st.data())
def test_what_is_no_answer_is_refused(case: tuple[Instrument, list[int | None]], data: st.DataObject) -> None:
    instrument, answers = case
    item = data.draw(st.integers(1, instrument.length))
    scale = instrument.scale_of(item)
    wrong: Any = data.draw(st.sampled_from([scale.lowest - 1, scale.highest + 1, True, 1.5, "1"]))

    with pytest.raises(AnswersRefused):
        score(instrument, [*answers[: item - 1], wrong, *answers[item:]])


@pytest.mark.parametrize("instrument", bundled(), ids=lambda one: f"{one.key} {one.version}")
class TestDefinitions:
    """What comes with the product."""

    def test_says_its_source_and_terms(self, instrument: Instrument) -> None:
        assert len(instrument.source) > 40
        assert len(instrument.licence) > 20

    def test_ships_words_only_where_it_may(self, instrument: Instrument) -> None:
        assert bool(instrument.wording) == (instrument.use is not Use.SCORING_ONLY)

    def test_offers_every_answer_once_in_every_language(self, instrument: Instrument) -> None:
        for words in instrument.wording.values():
            for item in range(1, instrument.length + 1):
                values = [one.value for one in instrument.choices_of(item, words)]
                assert sorted(values) == list(instrument.scale_of(item).values)

    def test_opens_again_after_the_time_it_looks_back_on(self, instrument: Instrument) -> None:
        from datetime import date

        last = date(2024, 2, 20)

        assert (opens_on(instrument, last) - last).days == instrument.every_days >= 7


@pytest.mark.parametrize(
    ("answers", "is_due"),
    [
        ((0, 0, 0, 0), False),
        ((2, 0, 2, 0), False),
        ((3, 0, 0, 0), True),
        ((None, None, 2, 1), True),
        ((2, None, 2, 0), False),
        ((3, 3, 3, 0), True),
    ],
)
def test_support_is_offered_where_it_is_published(answers: Any, is_due: bool) -> None:
    instrument = BY_NAME["phq-4 2009"]

    assert is_offer_due(instrument, score(instrument, answers)) is is_due


class TestChange:
    """Change beyond measuring error."""

    PSS = Reliability(0.85, 6.6, "women")

    def test_standard_error_as_published(self) -> None:
        assert standard_error(self.PSS) == pytest.approx(2.556, abs=0.001)

    def test_margin_as_published(self) -> None:
        measure = Score("total", (1,), By.SUM, 0, 40, reliability=self.PSS)

        assert margin_of(measure) == pytest.approx(7.086, abs=0.001)

    @given(st.floats(0.01, 0.99), st.floats(0.1, 50), st.floats(0, 100), st.floats(0, 100))
    def test_is_real_exactly_when_the_index_says_so(self, alpha: float, sd: float, first: float, last: float) -> None:
        reliability = Reliability(alpha, sd, "x")
        measure = Score("total", (1,), By.SUM, 0, 100, reliability=reliability)
        index = abs(change_index(reliability, last - first))
        if abs(index - 1.96) > 1e-6 and first != last:
            assert (change(measure, first, last).verdict is Verdict.REAL) == (index > 1.96)

    @given(st.integers(0, 100), st.integers(0, 100))
    def test_goes_both_ways(self, first: int, last: int) -> None:
        measure = BY_NAME["mos-sss 1991"].main
        there, back = change(measure, first, last), change(measure, last, first)

        assert (there.by, there.verdict) == (-back.by, back.verdict)

    @pytest.mark.parametrize(("by", "verdict"), [(9, Verdict.CHANCE), (10, Verdict.REAL), (0, Verdict.SAME)])
    def test_what_the_authors_state_goes_first(self, by: int, verdict: Verdict) -> None:
        assert change(BY_NAME["who-5 1998"].main, 40, 40 + by).verdict is verdict

    def test_nothing_is_said_where_nothing_is_published(self) -> None:
        assert change(BY_NAME["ucla-3 2004"].main, 3, 9).verdict is Verdict.UNKNOWN


def test_a_step_begins_at_its_number() -> None:
    bands = Bands("total", (("none", 0), ("mild", 3), ("moderate", 6)))

    assert [bands.step_of(value) for value in (0, 2, 3, 5, 6, 99)] == [0, 0, 1, 1, 2, 2]
