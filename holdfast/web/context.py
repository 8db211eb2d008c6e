"""What every page needs: the way out, the theme, and the country whose lines come first."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

THEMES = ("light", "dark", "contrast")


def shell(request: HttpRequest) -> dict[str, Any]:
    """`exit_address`, and `theme`: one of THEMES, or empty to follow the device."""
    theme = request.COOKIES.get("theme", "")
    return {"exit_address": settings.EXIT_ADDRESS, "theme": theme if theme in THEMES else ""}
