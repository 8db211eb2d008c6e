"""How forms are drawn, and the controls that Django lacks."""

from __future__ import annotations

from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    """Draws every form and field with our own components."""

    form_template_name = "components/form.html"
    field_template_name = "components/field.html"
