"""Which tables live in the key store."""

from __future__ import annotations

from typing import Any

from django.db.models import Model

KEYS = "keys"


class KeyStoreRouter:
    """The sealing app lives in the key store, everything else in the main database."""

    def db_for_read(self, model: type[Model], **hints: Any) -> str | None:
        """Where to read the model."""
        return KEYS if model._meta.app_label == "sealing" else None

    db_for_write = db_for_read

    def allow_relation(self, one: Model, other: Model, **hints: Any) -> bool | None:
        """Nothing relates across the two."""
        return None

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        """Each database gets its own tables only."""
        return (db == KEYS) == (app_label == "sealing")
