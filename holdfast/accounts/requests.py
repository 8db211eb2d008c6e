"""A request by somebody who is signed in, for the type checker."""

from __future__ import annotations

from holdfast.accounts.models import Person
from holdfast.web.requests import Requested


class Asked(Requested):
    """Sign-in is required by default, so `user` is a person."""

    user: Person
