"""Codes of LOINC for questions, answers and scores of measures: only those that were looked up at loinc.org.

A code that is nearly right is worse than none, so a measure without an entry goes out with our own codes alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Codes:
    """What LOINC has for one measure. Empty where it has nothing, or nothing that fits."""

    questions: tuple[str, ...] = ()
    """In the order of the questions."""
    answers: Mapping[int, str] = field(default_factory=dict)
    """By the number with which an answer counts."""
    scores: Mapping[str, str] = field(default_factory=dict)
    """By our name of the score."""

    def link_id(self, place: int) -> str:
        """How a question is called in a file, from place 0: "/69725-0", as in the forms of LOINC; else its number."""
        return f"/{self.questions[place]}" if place < len(self.questions) else str(place + 1)


NOT_KNOWN = Codes()
KNOWN: Mapping[tuple[str, str], Codes] = {
    ("phq-4", "2009"): Codes(
        questions=("69725-0", "68509-9", "44250-9", "44255-8"),
        answers={0: "LA6568-5", 1: "LA6569-3", 2: "LA6570-1", 3: "LA6571-9"},
        scores={"total": "70272-0", "phq2": "55758-7"},
    ),
}
"""PHQ-4 by the pages 69729-2 (questions), LL358-3 (answers), 70272-0 and 55757-9 (scores) of LOINC 2.76 to 2.82. For
the two questions about worry alone no code of a sum was found."""
