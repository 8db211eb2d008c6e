"""Writing the values of a ring map as SVG."""

from __future__ import annotations

from collections.abc import Mapping

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from holdfast.domain.ringmap.picture import Label, Line

register = template.Library()


@register.filter
def at(mapping: Mapping[str, str] | None, key: str) -> str:
    """What `mapping` has for `key`, or nothing."""
    return (mapping or {}).get(key, "")


@register.filter
def units(value: float) -> str:
    """A length in user units, to a tenth, with a point in every language."""
    return f"{value:.1f}".removesuffix(".0")


@register.simple_tag
def words_of(label: Label, css_class: str) -> SafeString:
    """The lines of a label. `textLength` keeps them in their box in whatever type the reader has."""
    return format_html_join(
        "",
        '<text class="{}" x="{}" y="{}" text-anchor="{}" textLength="{}" lengthAdjust="spacingAndGlyphs">{}</text>',
        (_attributes(line, label, css_class) for line in label.lines if line.text),
    )


def _attributes(line: Line, label: Label, css_class: str) -> tuple[str, ...]:
    kind = "rm-note" if line.is_note else css_class
    return kind, units(line.x), units(line.y), label.anchor.value, units(line.width), line.text


@register.simple_tag
def leader_of(label: Label) -> SafeString | str:
    """The fine line from a label that stands apart to what it names."""
    return format_html('<path class="rm-leader" d="{}"/>', label.leader) if label.leader else ""
