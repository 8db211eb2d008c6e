"""The teams app."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import pre_delete
from django.utils import timezone


class TeamsConfig(AppConfig):
    """Care teams: programmes, their workers, and what they and a person do together."""

    name = "holdfast.teams"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """A person can share with their care teams and with one member of them; what is asked of a worker's account;
        what links in letters open. And whoever erases their account leaves no grant behind."""
        from holdfast.accounts.staying import gate_from, stays_from
        from holdfast.asks.views.link import opens
        from holdfast.consent.viewers import knows_names, knows_viewers
        from holdfast.teams import opening
        from holdfast.teams.looking import BUSY
        from holdfast.teams.members import TEAM, end_member, tell
        from holdfast.teams.models import Member
        from holdfast.teams.programmes import WORK
        from holdfast.teams.queries import names_of_workers, viewers_of
        from holdfast.teams.second_step import second_step_first, stay_at_work

        def going(instance: Member, origin: Any, **signal: Any) -> None:
            if getattr(origin, "pk", None) != instance.care_team.person_id and instance.until is None:
                now = timezone.now()
                end_member(member=instance, now=now)
                tell(instance.care_team, f"gone:{instance.pk}", now)

        knows_viewers(viewers_of)
        knows_names(names_of_workers)
        stays_from(stay_at_work)
        gate_from(second_step_first)
        opens(TEAM, opening.team_opened)
        opens(WORK, opening.work_opened)
        opens(BUSY, opening.busy_opened)
        pre_delete.connect(going, sender=Member, weak=False, dispatch_uid="teams.going")
        self._together()

    def _together(self) -> None:
        """Links of letters about what a team and a person do together, and a supporter's way to write to a team."""
        from holdfast.asks.beside import beside
        from holdfast.asks.views.link import opens
        from holdfast.notices.gates import guard
        from holdfast.teams import telling
        from holdfast.teams.views import together_links

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
