"""Answers and what they come to, worked out by hand from the published rules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from holdfast.domain.instruments import bundled
from holdfast.domain.instruments.definition import Instrument

BY_NAME: Mapping[str, Instrument] = {f"{one.key} {one.version}": one for one in bundled()}
NAMES: Mapping[str, str] = {
    "MSPSS": "mspss 1988",
    "LSNS-6": "lsns-6 2006",
    "UCLA-3": "ucla-3 2004",
    "PHQ-4": "phq-4 2009",
    "PSS-4": "pss-4 1983",
    "PSS-10": "pss-10 1988",
    "RSES satisfied-first": "rosenberg satisfied-first",
    "RSES worth-first": "rosenberg worth-first",
    "WHO-5": "who-5 1998",
    "BARC-10": "barc-10 2017",
    "MOS-SSS": "mos-sss 1991",
    "Caregiver self-assessment": "caregiver ama",
}
Expected = Mapping[str, Any]
_YES_ON_NONE = (0,) * 16

CASES: tuple[tuple[str, tuple[int, ...], Expected], ...] = (
    ("mspss 1988", (4,) * 12, {"total": 4, "family": 4}),
    (
        "mspss 1988",
        (1, 2, 3, 4, 5, 6, 7, 1, 2, 3, 4, 5),
        {"significant_other": 2.75, "family": 3, "friends": 5, "total": 43 / 12},
    ),
    ("mspss 1988", (1,) * 12, {"total": 1}),
    ("mspss 1988", (7,) * 12, {"total": 7}),
    (
        "lsns-6 2006",
        (0, 1, 2, 3, 4, 5),
        {"family": 3, "friends": 12, "total": 15, "at_risk": False, "marginal_family": True, "marginal_friends": False},
    ),
    ("lsns-6 2006", (2,) * 6, {"total": 12, "at_risk": False}),
    ("lsns-6 2006", (2, 2, 2, 2, 2, 1), {"total": 11, "at_risk": True, "marginal_friends": True}),
    ("ucla-3 2004", (1, 2, 3), {"total": 6, "lonely_6plus": True}),
    ("ucla-3 2004", (1, 2, 2), {"total": 5, "lonely_6plus": False}),
    ("phq-4 2009", (3, 0, 1, 2), {"total": 6, "gad2_positive": True, "phq2_positive": True, "band": "moderate"}),
    ("phq-4 2009", (1, 1, 0, 0), {"total": 2, "gad2": 2, "gad2_positive": False, "band": "none"}),
    ("phq-4 2009", (1, 1, 1, 0), {"total": 3, "band": "mild"}),
    ("phq-4 2009", (3, 3, 3, 3), {"total": 12, "band": "severe", "nine_or_more": True}),
    ("phq-4 2009", (0, 2, 3, 3), {"total": 8, "phq2": 6, "nine_or_more": False, "phq2_positive": True}),
    ("pss-4 1983", (4, 0, 1, 3), {"total": 14}),
    ("pss-10 1988", (0, 1, 2, 3, 4, 0, 1, 2, 3, 4), {"total": 16}),
    ("pss-10 1988", (0,) * 10, {"total": 16}),
    ("pss-10 1988", (4,) * 10, {"total": 24}),
    ("rosenberg satisfied-first", (3, 2, 1, 0, 3, 2, 1, 0, 3, 2), {"total": 12}),
    ("rosenberg worth-first", (3, 2, 1, 0, 3, 2, 1, 0, 3, 2), {"total": 14}),
    ("rosenberg satisfied-first", (2,) * 10, {"total": 15}),
    ("who-5 1998", (5, 4, 3, 2, 1), {"raw": 15, "score": 60, "low": False}),
    ("who-5 1998", (2, 2, 2, 3, 3), {"raw": 12, "score": 48, "low": True, "very_low": False}),
    ("who-5 1998", (3, 2, 2, 3, 3), {"raw": 13, "score": 52, "low": False}),
    ("who-5 1998", (1, 1, 1, 2, 2), {"score": 28, "very_low": True}),
    ("barc-10 2017", (4, 5, 5, 5, 4, 5, 5, 5, 4, 5), {"total": 47, "at_or_above_47": True}),
    ("barc-10 2017", (4, 5, 5, 5, 4, 5, 5, 5, 4, 4), {"total": 46, "at_or_above_47": False}),
    ("mos-sss 1991", (4,) * 19, {"index": 4, "index_0_100": 75}),
    (
        "mos-sss 1991",
        (*(5,) * 8, *(1,) * 4, *(3,) * 3, 2, 3, 4, 1),
        {"emotional_informational": 5, "tangible_0_100": 0, "affectionate_0_100": 50, "index": 63 / 19},
    ),
    ("caregiver ama", (*_YES_ON_NONE, 3, 3), {"yes": 2, "high_distress": False}),
    ("caregiver ama", (0, 0, 0, 1, 1, *(0,) * 9, 1, 0, 3, 3), {"yes": 1, "high_distress": True}),
    ("caregiver ama", (0, 0, 0, 0, 1, *(0,) * 9, 1, 0, 6, 3), {"yes": 0, "high_distress": True}),
)


def flat(answers: Any) -> Iterator[int]:
    """The numbers within nested lists, in their order."""
    if isinstance(answers, list):
        for one in answers:
            yield from flat(one)
    elif isinstance(answers, int):
        yield answers
