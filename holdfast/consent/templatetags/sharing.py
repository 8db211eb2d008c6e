"""What somebody else sees of an item, drawn by the item's own template; and who sees it, said where it stands."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString

from holdfast.accounts.models import Person
from holdfast.consent.queries import sees_now
from holdfast.consent.showing import Look
from holdfast.domain.consent import Item

register = template.Library()


@register.filter
def last_day(ends_at: datetime) -> str:
    """The last day on which something is shared: what ends at midnight ends with the day before."""
    return date_format(timezone.localtime(ends_at - timedelta(microseconds=1)).date())


@register.inclusion_tag("consent/_shared_with.html")
def shared_with(person: Person, item: str, *, without_names: bool = False) -> dict[str, Any]:
    """Who sees this item now, as a line at its end. `item` is a value of `domain.consent.Item`.

    `without_names` where the page is about somebody on the map: others see no more than that somebody is there.
    """
    return {"names": sees_now(person, Item(item), now=timezone.now()), "without_names": without_names}


@register.simple_tag(takes_context=True)
def disclosed(context: dict[str, Any], look: Look) -> SafeString:
    """The item, drawn with nothing but what was read for it: no variable of the page around it reaches in."""
    return render_to_string(look.template, {**(look.shown or {}), "shown": look.shown}, context.get("request"))
