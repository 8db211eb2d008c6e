"""The key store: its own database, so that it has its own short backup cycle."""

from django.db import models


class PersonKey(models.Model):
    """One person's key, wrapped by the master key. Destroying the row makes all they wrote unreadable."""

    person_id = models.UUIDField(primary_key=True)
    wrapped = models.BinaryField()
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"key of person {self.person_id}"
