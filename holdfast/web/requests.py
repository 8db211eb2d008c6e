"""A request, for the type checker."""

from __future__ import annotations

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails


class Requested(HttpRequest):
    """Each request knows from its middleware whether it asks for a part of a page."""

    htmx: HtmxDetails
