"""A long select is the same select, sooner."""

from __future__ import annotations

import pytest
from django import forms

from holdfast.web.forms import LongSelect

CHOICES = [("UTC", "UTC"), ("Europe/Madrid", "Europe/Madrid"), ("x", "<b>& more")]


def plain(html: str) -> str:
    return "".join(html.split()).replace('selected=""', "selected")


@pytest.mark.parametrize("value", ["UTC", "Europe/Madrid", "absent", None, ""])
def test_writes_what_django_writes(value: str | None) -> None:
    attrs = {"id": "id_zone", "data-time-zone": ""}

    ours = LongSelect(attrs, CHOICES).render("zone", value)
    djangos = forms.Select(attrs, CHOICES).render("zone", value)

    assert sorted(plain(ours)) == sorted(plain(djangos))


def test_a_label_is_only_words() -> None:
    assert "<b>" not in LongSelect({}, CHOICES).render("zone", "x")
