"""The page on which somebody says how they want to be told: the same for a person and for a supporter by a link.

A view gives `telling` whose page it is and what was posted, shows `notices/_places.html` with the address to post
to, and leads back to the page when `said` is not empty.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from holdfast.domain.quiet import Snooze, Urgency, snooze_end
from holdfast.notices.access import place_for
from holdfast.notices.actions import (
    EVERYTHING,
    AskedTooOften,
    Target,
    add_destination,
    ask_confirmation,
    confirm_destination,
    notify,
    remove_destination,
    set_receiver,
)
from holdfast.notices.carriers.chosen import is_offered
from holdfast.notices.carriers.push import public_key
from holdfast.notices.forms import ChosenForm, MailForm, PushForm, SnoozeForm, TimesForm
from holdfast.notices.models import Destination, Receiver
from holdfast.notices.queries import Place, places_of

MOST_PLACES = 8
TRIAL = timedelta(days=1)
Forms = Mapping[str, forms.Form]


@dataclass(frozen=True, slots=True)
class Telling:
    """What to show. `said` is what was done, in words; then the page is to be asked for again."""

    owner: UUID
    now: datetime
    receiver: Receiver
    forms: Forms
    said: str = ""
    places: tuple[Place, ...] = field(default=())

    @property
    def has_mail(self) -> bool:
        """This host sends mail."""
        return bool(settings.EMAIL_HOST)

    @property
    def has_chosen(self) -> bool:
        """This host offers further channels."""
        return is_offered()

    @property
    def push_key(self) -> str:
        """What a browser needs to subscribe."""
        return public_key()

    @property
    def is_snoozed(self) -> bool:
        """Being left alone just now."""
        return self.receiver.snoozed_until is not None and self.receiver.snoozed_until > self.now

    @property
    def is_told_somewhere(self) -> bool:
        """At least one place works."""
        return any(place.is_confirmed and place.is_sent_here and not place.is_gone for place in self.places)


def telling(*, owner: UUID, data: QueryDict | None, now: datetime) -> Telling:
    """Do what was posted, if it is right; else show it again with what is wrong. 404 for places of others."""
    receiver = Receiver.objects.filter(pk=owner).first() or Receiver(pk=owner)
    act = data.get("act", "") if data else ""
    page = Telling(owner, now, receiver, _forms(receiver, act, data), places=tuple(places_of(owner)))
    if data is not None and act in ACTS:
        page = replace(page, said=ACTS[act](page))
    elif data is not None and act in WITH_PLACE:
        page = replace(page, said=WITH_PLACE[act](place_for(owner, data.get("place", "")), now))
    return page


def _forms(receiver: Receiver, act: str, data: QueryDict | None) -> Forms:
    """The one that was posted holds what was typed."""
    given = {act: data}
    times = {name: getattr(receiver, name) for name in TimesForm.base_fields}
    return {
        "mail": MailForm(given.get("mail")),
        "push": PushForm(given.get("push")),
        "chosen": ChosenForm(given.get("chosen")),
        "times": TimesForm(given.get("times"), initial=times),
        "snooze": SnoozeForm(given.get("snooze")),
    }


def _add_mail(page: Telling) -> str:
    form = page.forms["mail"]
    return _add(page, form, "address", Destination.Via.MAIL) if page.has_mail and form.is_valid() else ""


def _add_chosen(page: Telling) -> str:
    form = page.forms["chosen"]
    return _add(page, form, "address", Destination.Via.APPRISE) if page.has_chosen and form.is_valid() else ""


def _add(page: Telling, form: forms.Form, name: str, via: str) -> str:
    if _is_full(page, form, name):
        return ""
    place = add_destination(owner=page.owner, via=via, address=form.cleaned_data[name], now=page.now)
    if place.confirmed_at:
        return _("Updates go there.")
    return _confirm(place, page.now)


def _is_full(page: Telling, form: forms.Form, name: str) -> bool:
    if len(page.places) >= MOST_PLACES:
        form.add_error(name, _("That is as many places as fit. Remove one first."))
    return bool(form.errors)


def _confirm(place: Destination, now: datetime) -> str:
    try:
        ask_confirmation(destination=place, now=now)
    except AskedTooOften:
        return _("That is enough for today. Look among the unwanted messages, or try again tomorrow.")
    return _("We send a message there. Open the link in it, and updates go there too.")


def _add_push(page: Telling) -> str:
    """The browser itself asked its owner, so this needs no letter."""
    form = page.forms["push"]
    if not form.is_valid() or _is_full(page, form, "subscription"):
        return ""
    subscription = form.cleaned_data["subscription"]
    place = add_destination(owner=page.owner, via=Destination.Via.PUSH, address=subscription, now=page.now)
    confirm_destination(destination=place, now=page.now)
    return _("Updates come to this device.")


def _set_times(page: Telling) -> str:
    form = page.forms["times"]
    if not form.is_valid():
        return ""
    set_receiver(owner=page.owner, now=page.now, **form.cleaned_data)
    return _("Kept.")


def _snooze(page: Telling) -> str:
    form = page.forms["snooze"]
    if not form.is_valid():
        return ""
    zone = page.receiver.time_zone
    until = snooze_end(Snooze(form.cleaned_data["length"]), zone=zone, now=page.now)
    set_receiver(owner=page.owner, now=page.now, snoozed_until=until)
    return _("Quiet until %(when)s.") % {"when": date_format(until.astimezone(ZoneInfo(zone)), "DATETIME_FORMAT")}


def _wake(page: Telling) -> str:
    set_receiver(owner=page.owner, now=page.now, snoozed_until=None)
    return _("Updates come again.")


def _try(page: Telling) -> str:
    """One a minute, whatever the quiet hours: whoever presses the button is awake."""
    target = Target(EVERYTHING, page.now + TRIAL)
    notify(
        to=page.owner,
        target=target,
        unique_key=f"try:{page.owner}:{page.now:%y%m%d%H%M}",
        now=page.now,
        urgency=Urgency.NOW,
    )
    return _("One is on its way. If it does not come, look here again in a few minutes.")


def _again(place: Destination, now: datetime) -> str:
    return _("Updates go there.") if place.confirmed_at else _confirm(place, now)


def _remove(place: Destination, now: datetime) -> str:
    remove_destination(destination=place)
    return _("Removed. Nothing goes there any more.")


ACTS = {
    "mail": _add_mail,
    "push": _add_push,
    "chosen": _add_chosen,
    "times": _set_times,
    "snooze": _snooze,
    "wake": _wake,
    "try": _try,
}
WITH_PLACE = {"again": _again, "remove": _remove}
