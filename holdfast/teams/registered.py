"""What this app says to others as the product starts.

A person can share with their care teams and with one member of them; what is asked of a worker's account; what links in
letters open and what waits before it leaves; a supporter's way to write to a team. And whoever erases their account
leaves no grant behind.
"""

from __future__ import annotations

from typing import Any

from django.db.models.signals import pre_delete
from django.dispatch import receiver
from django.utils import timezone

from holdfast.accounts.staying import gate_from, stays_from
from holdfast.asks.beside import beside
from holdfast.asks.views.link import opens
from holdfast.consent.viewers import knows_names, knows_viewers
from holdfast.notices.gates import guard
from holdfast.teams import opening, telling
from holdfast.teams.looking import BUSY
from holdfast.teams.members import TEAM, end_member, tell
from holdfast.teams.models import Member
from holdfast.teams.programmes import WORK
from holdfast.teams.queries import names_of_workers, viewers_of
from holdfast.teams.second_step import second_step_first, stay_at_work
from holdfast.teams.views import together_links

knows_viewers(viewers_of)
knows_names(names_of_workers)
stays_from(stay_at_work)
gate_from(second_step_first)
opens(TEAM, opening.team_opened)
opens(WORK, opening.work_opened)
opens(BUSY, opening.busy_opened)
for word in telling.PAGES:
    opens(word, together_links.to_person)
opens(telling.WORK, together_links.to_work)
opens(telling.RECEIVED, together_links.to_received)
opens(telling.SUPPORTER, together_links.to_writer)
beside(together_links.teams_section)
guard(telling.NEWS, telling.news_leaves_at)
guard(telling.WORK, telling.work_leaves_at)
guard(telling.RECEIVED, telling.received_leaves_at)
guard(telling.SUPPORTER, telling.supporter_leaves_at)


@receiver(pre_delete, sender=Member)
def going(instance: Member, origin: Any, **signal: Any) -> None:
    """A worker's account goes, and the worker with it: the person is told. Where the person goes, nobody is."""
    if getattr(origin, "pk", None) != instance.care_team.person_id and instance.until is None:
        now = timezone.now()
        end_member(member=instance, now=now)
        tell(instance.care_team, f"gone:{instance.pk}", now)
