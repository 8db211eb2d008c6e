"""A request by somebody who is signed in, for the type checker."""

from __future__ import annotations

from django.http import HttpRequest

from holdfast.accounts.models import Person


class Asked(HttpRequest):
    """Sign-in is required by default, so `user` is a person."""

    user: Person
