"""Who administers is said on the host, never on a page."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from holdfast.accounts.models import Person

pytestmark = pytest.mark.django_db


def said(*words: str) -> str:
    out = StringIO()
    call_command("operator", *words, stdout=out)
    return out.getvalue()


def test_makes_somebody_an_operator_and_ends_it(john: Person) -> None:
    said("John-W")
    assert Person.objects.get(pk=john.pk).is_operator

    said("john-w", "--off")
    assert not Person.objects.get(pk=john.pk).is_operator


def test_lists_who_administers(john: Person) -> None:
    assert "Nobody yet" in said()
    said("john-w")

    assert said() == "john-w\n"


def test_says_who_is_not_there() -> None:
    with pytest.raises(CommandError, match="Nobody here is called ann"):
        call_command("operator", "ann")
