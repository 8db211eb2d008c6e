"""Who may reach what in the notices app: everybody their own places."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404

from holdfast.notices.models import Destination


def place_for(owner: UUID, place_id: str | UUID) -> Destination:
    """One of somebody's own places, or 404."""
    try:
        return get_object_or_404(Destination, person_id=owner, pk=place_id)
    except ValidationError:
        raise Http404 from None
