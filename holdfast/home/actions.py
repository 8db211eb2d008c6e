"""Changes that concern more than one app: erasing an account, and keeping what the directory found."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from holdfast.accounts.actions import erase_person
from holdfast.accounts.models import Person
from holdfast.asks import portable as asked
from holdfast.asks.parting import leave_as_supporter
from holdfast.care import portable as planned
from holdfast.checkins import portable as checked
from holdfast.directory import portable as been
from holdfast.home.models import Erased, ErasureRequest, FirstEvening
from holdfast.network import portable
from holdfast.sealing.keys import destroy_key
from holdfast.supporters import portable as agreed
from holdfast.tending import portable as tended

TIME_TO_CHANGE_MIND = timedelta(days=7)


@transaction.atomic
def ask_erasure(*, by: Person, now: datetime) -> ErasureRequest:
    """Erase the account in a week, unless the person changes their mind. Asking again does not move the day."""
    request, _ = ErasureRequest.objects.get_or_create(
        person=by, defaults={"asked_at": now, "due_at": now + TIME_TO_CHANGE_MIND}
    )
    return request


@transaction.atomic
def cancel_erasure(*, by: Person, now: datetime) -> None:
    """The account stays."""
    ErasureRequest.objects.filter(person=by).delete()


def erase_account(*, by: Person, now: datetime) -> None:
    """Everything the person has is gone, at once and for good; only their random id stays, without a name.

    The wish is kept first, so that the worker finishes what a crash interrupts.
    """
    ErasureRequest.objects.update_or_create(person=by, defaults={"asked_at": now, "due_at": now})
    _erase(by, now)


@transaction.atomic
def _erase(person: Person, now: datetime) -> None:
    """Its claims and other rows that hang on the account go with it."""
    Erased.objects.update_or_create(person_id=person.pk, defaults={"erased_at": now})
    leave_as_supporter(person=person, now=now)
    planned.erase(person)
    checked.erase(person)
    tended.erase(person)
    asked.erase(person)
    agreed.erase(person)
    portable.erase(person)
    been.erase(person)
    erase_person(person=person)


def erase_again(*, ids: Iterable[str], now: datetime) -> int:
    """After an older copy was put back: erase those it brought back, and return how many there were."""
    wanted = [UUID(value) for value in ids]
    for person_id in wanted:
        destroy_key(person_id=person_id)
    people = list(Person.objects.filter(pk__in=wanted).order_by("pk"))
    for person in people:
        erase_account(by=person, now=now)
    return len(people)


@transaction.atomic
def reach_page(*, by: Person, page: int, now: datetime) -> FirstEvening:
    """Remember how far the person came; going back to an earlier page loses nothing."""
    evening, _ = FirstEvening.objects.select_for_update().get_or_create(person=by)
    if page > evening.page:
        evening.page = page
        evening.save(update_fields=["page"])
    return evening


@transaction.atomic
def end_first_evening(*, by: Person, now: datetime) -> None:
    """The person walked to the end, or has no use for it."""
    FirstEvening.objects.update_or_create(person=by, defaults={"ended_at": now})
