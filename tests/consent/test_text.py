"""The text that is signed: easy to read, and never changed without a new version."""

from __future__ import annotations

from datetime import date
from hashlib import sha256

import pytest

from holdfast.consent.drafts import Sharing
from holdfast.consent.texts import VERSION, text_of
from holdfast.domain.consent import Item, Purpose, Viewer
from tests.consent.given import BEN, DEE, RIVERSIDE
from tests.test_reading import grade

KNOWN = {
    "1": {
        DEE: "d9495b3fa079",
        RIVERSIDE: "d77c2d243ca9",
        BEN: "6d7f603faa45",
    },
    "2": {
        DEE: "e8636fc7ccd8",
        RIVERSIDE: "b8d64c5aca12",
        BEN: "ffc6f087f4a8",
    },
}


def sharing(viewer: Viewer) -> Sharing:
    items = frozenset({Item.SAFETY_PLAN, Item.GOALS})
    days = date(2026, 11, 21), date(2027, 2, 19)
    return Sharing(viewer, "Dee Park, Riverside", "John", *days, items, Purpose.CARE, "For our Tuesdays.")


@pytest.mark.parametrize("viewer", [DEE, RIVERSIDE, BEN], ids=lambda viewer: viewer.kind.value)
def test_it_reads_at_grade_six_or_easier(viewer: Viewer) -> None:
    assert grade(list(text_of(sharing(viewer)).paragraphs)) <= 6


@pytest.mark.parametrize("viewer", [DEE, RIVERSIDE, BEN], ids=lambda viewer: viewer.kind.value)
def test_other_words_need_another_version(viewer: Viewer) -> None:
    """Whoever changes a sentence raises `texts.VERSION` and adds what it now gives here."""
    assert sha256(text_of(sharing(viewer)).whole.encode()).hexdigest()[:12] == KNOWN[VERSION][viewer]
