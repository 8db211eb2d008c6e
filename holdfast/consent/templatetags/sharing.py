"""What somebody else sees of an item, drawn by the item's own template; and who sees it, said where it stands."""

from __future__ import annotations

from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from holdfast.consent.showing import Look

register = template.Library()


@register.simple_tag(takes_context=True)
def disclosed(context: dict[str, Any], look: Look) -> SafeString:
    """The item, drawn with nothing but what was read for it: no variable of the page around it reaches in."""
    return render_to_string(look.template, {**(look.shown or {}), "shown": look.shown}, context.get("request"))
