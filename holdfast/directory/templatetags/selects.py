"""A choice field's options, in their groups."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, cast

from django import forms, template
from django.forms.boundfield import BoundField

register = template.Library()


@dataclass(frozen=True, slots=True)
class Group:
    """Options under one title; without a title they stand alone."""

    title: str
    options: list[tuple[Any, Any]]


@register.filter
def grouped(field: BoundField) -> list[Group]:
    """The options in the order of the field, neighbours without a group together."""
    groups: list[Group] = []
    for value, label in cast("Iterable[tuple[Any, Any]]", cast("forms.ChoiceField", field.field).choices):
        if isinstance(label, (list, tuple)):
            groups.append(Group(str(value), list(label)))
        elif groups and not groups[-1].title:
            groups[-1].options.append((value, label))
        else:
            groups.append(Group("", [(value, label)]))
    return groups
