"""Which links reach my people right now."""

from __future__ import annotations

import pytest

from holdfast.asks.reaching import link_of


@pytest.mark.parametrize(
    ("via", "value", "href"),
    [
        ("phone", "+1 (312) 555-0147", "tel:+13125550147"),
        ("phone", "ask Ben", ""),
        ("text", "312 555 0147", "sms:3125550147"),
        ("mail", "rosa@example.org", "mailto:rosa@example.org"),
        ("mail", "rosa@example.org?bcc=x@example.org", ""),
        ("mail", "Rosa <rosa@example.org>", ""),
        ("video", "https://example.org/room", "https://example.org/room"),
        ("web", "javascript:alert(1)", ""),
        ("web", "https://example.org/ \njavascript:", ""),
        ("chat", "@rosa", ""),
    ],
)
def test_makes_only_safe_links(via: str, value: str, href: str) -> None:
    assert link_of(via, value) == href
