"""Days and hours as the reader's language says them."""

from __future__ import annotations

from datetime import date, datetime

from django import template
from django.utils import timezone
from django.utils.formats import date_format

from holdfast.asks import words

register = template.Library()


@register.filter
def day_said(at: date) -> str:
    """Tuesday, November 24."""
    return words.day_said(at)


@register.filter
def moment_said(at: datetime) -> str:
    """Tuesday, November 24, 3 p.m."""
    return words.moment_said(at)


@register.filter
def hour_at_end(at: datetime) -> str:
    """Tuesday, 3 p.m: for the end of a sentence, whose full stop follows."""
    here = timezone.localtime(at)
    return f"{words.weekday(here)}, {date_format(here, 'TIME_FORMAT')}".removesuffix(".")
