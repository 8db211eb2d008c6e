"""Contacts on their way in: kept sealed while the person picks, then forgotten."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction

from holdfast.accounts.models import Person
from holdfast.domain.network import Role
from holdfast.network.actions import ChannelFacts, TieFacts, add_tie
from holdfast.network.contacts import Contact, Contacts
from holdfast.network.models import Channel, ContactDraft, Network

KEPT_FOR = timedelta(days=1)


@transaction.atomic
def keep_draft(*, by: Person, contacts: Contacts, now: datetime) -> ContactDraft:
    """Keep what was read until the person has picked; an earlier draft is forgotten."""
    forget_draft(by=by)
    return ContactDraft.objects.create(person=by, rows=contacts.to_text(), created_at=now)


@transaction.atomic
def forget_draft(*, by: Person) -> None:
    """Nothing of the file stays."""
    ContactDraft.objects.filter(person=by).delete()


@transaction.atomic
def import_picked(*, by: Person, network: Network, picked: Iterable[Contact], role: Role, now: datetime) -> int:
    """A tie for each picked contact, with its number and address."""
    chosen = list(picked)
    for one in chosen:
        channels = [ChannelFacts(Channel.Via.PHONE, one.phone)] if one.phone else []
        channels += [ChannelFacts(Channel.Via.MAIL, one.mail)] if one.mail else []
        add_tie(by=by, networks=[network], facts=TieFacts(one.name, role, channels=tuple(channels)), now=now)
    return len(chosen)


def forget_old_drafts(*, now: datetime) -> int:
    """A job: drafts nobody came back to are forgotten after a day."""
    return ContactDraft.objects.filter(created_at__lt=now - KEPT_FOR).delete()[0]
