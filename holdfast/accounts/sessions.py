"""Sessions that know whose they are, so that they can be ended and erased by person. No address, no device is kept."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore

from holdfast.accounts.models import PersonSession


class SessionStore(DatabaseStore):
    """The database store on our own table."""

    @classmethod
    def get_model_class(cls) -> type[PersonSession]:
        """Where sessions live."""
        return PersonSession

    def create_model_instance(self, data: dict[str, Any]) -> PersonSession:
        """Note the owner beside the contents."""
        owner = data.get(SESSION_KEY)
        return PersonSession(
            session_key=self._get_or_create_session_key(),  # type: ignore[attr-defined]  # missing in the stubs
            session_data=self.encode(data),
            expire_date=self.get_expiry_date(),
            person_id=UUID(owner) if owner else None,
        )
