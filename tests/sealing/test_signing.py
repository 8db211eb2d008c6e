"""Signatures of this host."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.sealing.signing import is_signed, sign


@given(st.binary(max_size=200))
def test_what_was_signed_is_known_again(message: bytes) -> None:
    assert is_signed(message, sign(message, purpose="a"), purpose="a")


@given(st.binary(max_size=60), st.binary(max_size=60))
def test_nothing_else_is(message: bytes, other: bytes) -> None:
    if message != other:
        assert not is_signed(other, sign(message, purpose="a"), purpose="a")


def test_a_signature_for_one_purpose_is_none_for_another() -> None:
    assert not is_signed(b"x", sign(b"x", purpose="a"), purpose="b")


def test_another_host_signs_otherwise(settings: Any) -> None:
    here = sign(b"x", purpose="a")
    settings.MASTER_KEY = "the master key of another host"

    assert not is_signed(b"x", here, purpose="a")


@pytest.mark.parametrize("damaged", ["", "x", "ünsigned", "AAAA", "A" * 88])
def test_what_is_no_signature_is_refused(damaged: str) -> None:
    assert not is_signed(b"x", damaged, purpose="a")
