"""How somebody was, in words."""

from __future__ import annotations

from typing import Any

from django import template

from holdfast.checkins.check_words import DAYS_HARD, FEELINGS, WITH
from holdfast.checkins.models import HardMoment

register = template.Library()


@register.filter
def feeling_said(feeling: int) -> Any:
    """1 very hard … 5 very well."""
    return FEELINGS[feeling]


@register.filter
def hard_said(hard: int) -> Any:
    """How hard a day was, 1-5."""
    return DAYS_HARD[hard]


@register.filter
def with_said(who: str) -> Any:
    """Who or what was with me."""
    return WITH[HardMoment.With(who)]
