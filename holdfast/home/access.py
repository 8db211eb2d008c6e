"""Who is asking."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from holdfast.accounts.models import Person


def asking(request: HttpRequest) -> Person:
    """The signed-in person. Pages of the house are about the reader themself and nobody else."""
    if not isinstance(request.user, Person):
        raise PermissionDenied
    return request.user
