"""A text column sealed with the key of the person who owns the row."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import models
from django.db.models.query_utils import DeferredAttribute

from holdfast.sealing.keys import key_of, seal, unseal

if TYPE_CHECKING:
    TextInBytes = models.BinaryField[str, str]
else:
    TextInBytes = models.BinaryField


class SealedValue(DeferredAttribute):
    """Opens the column when it is first read, with the key of `instance.person_id`."""

    def __get__(self, instance: Any, owner: Any = None) -> Any:
        value = super().__get__(instance, owner)
        if isinstance(value, (bytes, memoryview)):
            value = _opened(self.field, instance, bytes(value))
            instance.__dict__[self.field.attname] = value
        return value

    def __set__(self, instance: Any, value: Any) -> None:
        instance.__dict__[self.field.attname] = value


class SealedTextField(TextInBytes):
    """Text in the model, AES-GCM in the table. The model needs `person_id` and a key made before saving.

    The seal is bound to table, column and row, so a value copied elsewhere does not open.
    It cannot be filtered or sorted on: one person's rows are few, so that is done after reading.
    """

    descriptor_class = SealedValue

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("default", b"")
        super().__init__(*args, **kwargs)

    def pre_save(self, model_instance: models.Model, add: bool) -> bytes:
        """Seal on the way to the table."""
        text: str = getattr(model_instance, self.attname)
        if not text:
            return b""
        key = key_of(model_instance.person_id)  # type: ignore[attr-defined]  # every sealed model has an owner
        return seal(key, text.encode(), bound_to=_place(self, model_instance))

    def to_python(self, value: Any) -> Any:
        """Text stays text: what is typed is never read as base64."""
        return value

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        """Refuse words that did not come through `pre_save`, so that none reaches a table unsealed."""
        if isinstance(value, str) and value:
            raise TypeError(f"{self.name} is sealed: save the object instead of updating the column")
        return super().get_db_prep_value(value or b"", connection, prepared)


def opened(field: Any, sealed: bytes, *, owner: UUID, row: UUID) -> str:
    """A sealed value that was read without its row: `owner` is whose key seals it, `row` the id of the row."""
    place = f"{field.model._meta.db_table}.{field.column}.{row}".encode()
    return unseal(key_of(owner), bytes(sealed), bound_to=place).decode() if sealed else ""


def _opened(field: models.Field[Any, Any], instance: Any, sealed: bytes) -> str:
    if not sealed:
        return ""
    return unseal(key_of(instance.person_id), sealed, bound_to=_place(field, instance)).decode()


def _place(field: models.Field[Any, Any], instance: models.Model) -> bytes:
    return f"{instance._meta.db_table}.{field.column}.{instance.pk}".encode()
