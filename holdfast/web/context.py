"""What every page needs: the way out, the theme, and the country whose lines come first."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

THEMES = ("light", "dark", "contrast")
KEEP = "keep_now"
"""In the session: the person said that this device may keep a copy of "Get support now"."""


def shell(request: HttpRequest) -> dict[str, Any]:
    """`exit_address`; `theme`: one of THEMES, or empty to follow the device; `keeps_copy`: see KEEP."""
    theme = request.COOKIES.get("theme", "")
    return {
        "exit_address": settings.EXIT_ADDRESS,
        "theme": theme if theme in THEMES else "",
        "keeps_copy": _keeps_copy(request),
    }


def _keeps_copy(request: HttpRequest) -> bool:
    """Signing out empties the session, and with it this. The page of an early error has no session yet."""
    return bool(getattr(request, "session", {}).get(KEEP))
