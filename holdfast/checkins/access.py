"""Who may reach what in the check-ins app: a person their own rows, a witness what was granted, nobody the rest."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from holdfast.accounts.models import Person
from holdfast.checkins.models import Answered, HelperAnswered, HelperCheck
from holdfast.checkins.shelf import for_people, for_supporters, shelf
from holdfast.domain.instruments.definition import Instrument
from holdfast.supporters.models import Supporter

# Measures: a person's answers are theirs; a supporter's are theirs alone, whoever they help.


def measure_for(measure_key: str) -> Instrument:
    """A measure this host offers to people, or 404."""
    return _offered(for_people(), measure_key)


def measure_seen_by(person: Person, measure_key: str) -> Instrument:
    """A measure this host offers, or one the person answered when it did; else 404."""
    if measure_key in {one.key for one in for_people()}:
        return measure_for(measure_key)
    rows = Answered.objects.filter(person=person, instrument=measure_key).order_by("-on")
    found = (shelf().known.get((row.instrument, row.version)) for row in rows.only("instrument", "version"))
    if instrument := next(filter(None, found), None):
        return instrument
    raise Http404


def own_measure_for(measure_key: str) -> Instrument:
    """A measure this host offers to supporters, or 404."""
    return _offered(for_supporters(), measure_key)


def answered_for(person: Person, answered_id: UUID) -> Answered:
    """One time the person answered, or 404."""
    return get_object_or_404(Answered.objects.filter(person=person), pk=answered_id)


def own_answered_for(supporter: Supporter, answered_id: str) -> HelperAnswered:
    """One time a supporter answered, or 404."""
    row: HelperAnswered = _of(HelperAnswered.objects.filter(supporter=supporter), answered_id)
    return row


def own_check_for(supporter: Supporter, check_id: str) -> HelperCheck:
    """One note of a supporter on themselves, or 404."""
    row: HelperCheck = _of(HelperCheck.objects.filter(supporter=supporter), check_id)
    return row


def _offered(found: list[Instrument], measure_key: str) -> Instrument:
    for one in found:
        if one.key == measure_key:
            return one
    raise Http404


def _of(rows: QuerySet[Any], row_id: str) -> Any:
    try:
        return get_object_or_404(rows, pk=row_id)
    except ValidationError:
        raise Http404 from None
