"""Words of a stored value, in templates."""

from __future__ import annotations

from typing import Any

from django import template

from holdfast.checkins.goal_words import HOW

register = template.Library()


@register.filter
def how_said(how: str) -> Any:
    """In person, online, by phone."""
    return HOW.get(how, "")
