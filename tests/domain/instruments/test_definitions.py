"""A definition that is wrong is refused with the file, the field, and what is needed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.domain.instruments.parsing import DefinitionRefused, parse, parse_wording
from holdfast.domain.instruments.shelf import stock
from tests.domain.instruments.cases import BY_NAME

GOOD = """
key = "own"
version = "1"
name = "Own questions"
every_days = 7
source = "Ours"
licence = "Ours"
items = 2
reversed = [2]
missing = "none"

[scale]
lowest = 0
highest = 3

[[score]]
key = "total"
by = "sum"
low = 0
high = 6
main = true
reliability = { alpha = 0.8, sd = 2, sample = "us" }

[[flag]]
key = "much"
any = [{ score = "total", at_least = 4 }]

[bands]
score = "total"
step = [{ name = "a", from = 0 }, { name = "b", from = 3 }]

[wording.en]
intro = "How was it?"
items = ["One", "Two"]
choices = [[0, "No"], [1, "A bit"], [2, "More"], [3, "Yes"]]
"""


TEN = "items = [" + ", ".join(['"x"'] * 10) + "]"
FOUR = '[[0, "No"], [1, "A bit"], [2, "More"], [3, "Yes"]]'
SIX = "[" + ", ".join(f'[{value}, "x"]' for value in range(1, 7)) + "]"


def changed(before: str, after: str) -> str:
    assert before in GOOD
    return GOOD.replace(before, after, 1)


def refusal(text: str) -> str:
    with pytest.raises(DefinitionRefused) as refused:
        parse(text, "own.toml")
    return str(refused.value)


def test_a_good_one_is_read() -> None:
    assert parse(GOOD, "own.toml").main.high == 6


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ('key = "own"', "key = 3", "key: a text is needed, not 3"),
        ('key = "own"', 'key = "zarit-12"', "key: 'zarit-12' is never used here"),
        ('key = "own"', 'key = "SWEMWBS"', "key: 'SWEMWBS' is never used here"),
        ('key = "own"', 'key = "pss-14"', "bands: its author gives no cut-offs"),
        ('source = "Ours"', 'source = ""', "source: a text is needed, this one is empty"),
        ('licence = "Ours"\n', "", "licence: a text is needed"),
        ("every_days = 7", "every_days = 0", "every_days: 1 or more is needed, not 0"),
        ("every_days = 7", "evry_days = 7", "every_days: a whole number is needed"),
        ("items = 2", "items = true", "items: a whole number is needed, not True"),
        ("reversed = [2]", "reversed = [3]", "reversed: only item numbers from 1 to 2"),
        ("reversed = [2]", "reversed = [2, 2]", "reversed: an item stands twice"),
        ('missing = "none"', 'missing = "zero"', "missing: only none is known so far"),
        ("highest = 3", "highest = 0", "scale.highest: more than 0 is needed, not 0"),
        ("low = 0\n", "low = 1\n", "score[1].low: 1 is said, but 2 items on this scale give 0"),
        ("high = 6\n", "high = 60\n", "score[1].high: 60 is said, but 2 items on this scale give 6"),
        ('by = "sum"', 'by = "product"', "score[1].by: one of sum, mean is needed"),
        ("main = true", "main = false", "score: exactly one score has main = true"),
        ("main = true", "main = true\nminus = 5", "score[1].minus: is not a field we know"),
        ("alpha = 0.8", "alpha = 1.8", "score[1].reliability.alpha: a number between 0 and 1"),
        ('score = "total", at_least', 'score = "sum", at_least', "flag[1].any[1].score: 'sum' is none of total"),
        ("at_least = 4", "at_leest = 4", "flag[1].any[1].at_leest: is not a field we know"),
        ("from = 3", "from = 0", "bands.step: two or more steps are needed"),
        ('items = ["One", "Two"]', 'items = ["One"]', "wording.en.items: 2 texts are needed, 1 are given"),
        ('[3, "Yes"]', '[4, "Yes"]', "wording.en.choices: each number from 0 to 3 is needed exactly once"),
        ('[3, "Yes"]', "3", "wording.en.choices: each entry is [number, words], not 3"),
    ],
)
def test_names_the_file_and_the_field(before: str, after: str, said: str) -> None:
    assert refusal(changed(before, after)).startswith(f"own.toml: {said}")


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused(text: str) -> None:
    with pytest.raises(DefinitionRefused):
        parse(text, "own.toml")


@given(st.integers(0, len(GOOD)), st.integers(0, 40))
def test_a_damaged_file_is_read_or_refused(at: int, length: int) -> None:
    shelf = stock([], [("own.toml", GOOD[:at] + GOOD[at + length :])])

    assert len(shelf.offered) == 6 or shelf.refused[0].startswith("own.toml: ")


class TestWrongPages:
    """Rules from wrong pages do not come in by a host's file, either."""

    def test_five_is_not_taken_away(self) -> None:
        assert "low" in refusal(changed("low = 0\n", "times = 4\nlow = -20\n"))

    def test_known_scoring_is_not_changed_by_a_file(self) -> None:
        text = changed('key = "own"\nversion = "1"', 'key = "barc-10"').replace('items = ["One", "Two"]', TEN)
        shelf = stock([], [("own.toml", text.replace("[wording.en]", "[wording.xx]").replace(FOUR, SIX))])

        assert "the scoring of barc-10 is fixed" in shelf.refused[0]
        assert shelf.offered["barc-10"] is BY_NAME["barc-10 2017"]

    def test_bands_for_pss_are_refused(self) -> None:
        bands = 'key = "pss-10"\n[bands]\nscore = "total"\nstep = []\n'

        assert "the scoring of pss-10 is fixed" in stock([], [("own.toml", bands)]).refused[0]


class TestShelf:
    """What a host offers."""

    def test_without_a_word_only_what_may_be_shipped(self) -> None:
        assert sorted(stock([], []).offered) == ["barc-10", "mos-sss", "mspss", "phq-4", "ucla-3"]

    @pytest.mark.parametrize("pack", ["lsns-6", "rosenberg", "rosenberg-worth-first", "who-5", "caregiver"])
    def test_a_pack_adds_one(self, pack: str) -> None:
        assert len(stock([pack], []).offered) == 6

    def test_the_order_that_was_chosen_is_offered(self) -> None:
        assert stock(["rosenberg-worth-first"], []).offered["rosenberg"].version == "worth-first"

    def test_two_orders_at_once_are_refused(self) -> None:
        assert "two versions of rosenberg" in stock(["rosenberg", "rosenberg-worth-first"], []).refused[0]

    def test_an_own_one_is_offered(self) -> None:
        assert stock([], [("own.toml", GOOD)]).offered["own"].wording["en"].items == ("One", "Two")

    def test_one_bad_file_does_not_hide_the_others(self) -> None:
        shelf = stock([], [("bad.toml", "key ="), ("own.toml", GOOD)])

        assert "own" in shelf.offered
        assert shelf.refused[0].startswith("bad.toml: not TOML")

    def test_a_translation_is_added_to_what_is_there(self) -> None:
        known = {one.key: one for one in BY_NAME.values()}
        words = 'key = "phq-4"\n[wording.es]\nitems = ["a", "b", "c", "d"]\nchoices = [[0,"a"],[1,"b"],[2,"c"],[3,"d"]]'

        assert set(parse_wording(words, "own.toml", known).wording) == {"en", "es"}

    def test_published_words_are_not_replaced(self) -> None:
        known = {one.key: one for one in BY_NAME.values()}
        words = 'key = "phq-4"\n[wording.en]\nitems = ["a", "b", "c", "d"]\nchoices = [[0,"a"],[1,"b"],[2,"c"],[3,"d"]]'

        with pytest.raises(DefinitionRefused, match="has its published words"):
            parse_wording(words, "own.toml", known)
