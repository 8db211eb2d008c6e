"""What the page of awaited check-ins shows."""

from __future__ import annotations

from typing import Any

from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from holdfast.accounts.models import Person
from holdfast.asks.link_words import asks
from holdfast.asks.models import CheckInWatch
from holdfast.domain.asks.kinds import Kind
from holdfast.domain.lateness import ALARMED, QUESTIONS, Stage
from holdfast.notices.actions import usable_destinations
from holdfast.notices.models import Receiver
from holdfast.supporters.models import Agreement
from holdfast.supporters.queries import agreements_of


def those_who_look_in(person: Person) -> list[Agreement]:
    """Those who agreed to look in when a check-in did not come."""
    return [one for one in agreements_of(person).filter(paused_at=None) if Kind.MISSED in one.kinds]


def awaited_shown(person: Person, watch: CheckInWatch | None) -> dict[str, Any]:
    """How it stands; who would hear, in which words; and whether a question can reach the person at all."""
    agreed = list(agreements_of(person).filter(paused_at=None))
    looks_in = [one for one in agreed if Kind.MISSED in one.kinds]
    receiver = Receiver.objects.filter(pk=person.pk).first() or Receiver(pk=person.pk)
    stage = Stage(watch.stage) if watch else Stage.CLOSED
    return {
        "is_asked": stage in QUESTIONS,
        "is_missed": stage in ALARMED,
        "read": [(one.tie.name, asks(Kind.MISSED, one.person_name)) for one in looks_in],
        "others_said": get_text_list([one.tie.name for one in agreed if one not in looks_in], _("and")),
        "can_be_asked": bool(usable_destinations(person.pk)),
        "quiet": receiver if receiver.quiet_from and receiver.quiet_from != receiver.quiet_until else None,
    }
