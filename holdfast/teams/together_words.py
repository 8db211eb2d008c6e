"""The words of what a team and a person do together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from holdfast.asks.words import day_said, moment_said
from holdfast.directory.shown import zone_words
from holdfast.domain.appointments import clocks_differ
from holdfast.domain.referrals import ORDER, Step
from holdfast.teams.models import Recommendation, Referral, Session
from holdfast.teams.referrals import Standing

Words = Mapping[Any, Any]

KINDS: Words = {
    Session.Kind.ONE_TO_ONE: _("The two of us"),
    Session.Kind.FAMILY: _("With the family"),
    Session.Kind.MEDIATION: _("To mend something between two people"),
}
STATES: Words = {
    Session.State.PLANNED: _("planned"),
    Session.State.HELD: _("took place"),
    Session.State.CANCELLED: _("called off"),
    Session.State.MISSED: _("missed"),
}
TRIED: Words = {
    Recommendation.State.NEW: _("not answered yet"),
    Recommendation.State.LATER: _("Later"),
    Recommendation.State.TRIED: _("I tried it"),
    Recommendation.State.NOT_FOR_ME: _("Not for me"),
}
TRIED_THEY: Words = {
    Recommendation.State.NEW: _("not answered yet"),
    Recommendation.State.LATER: _("perhaps later"),
    Recommendation.State.TRIED: _("tried"),
    Recommendation.State.NOT_FOR_ME: _("not for them"),
}
OUTCOMES: Words = {
    Referral.Outcome.STARTED: _("It began, and goes on"),
    Referral.Outcome.WENT_ONCE: _("One visit, and that was enough"),
    Referral.Outcome.DID_NOT_SUIT: _("It did not fit"),
    Referral.Outcome.NO_PLACE: _("They had no place"),
    Referral.Outcome.NO_ANSWER: _("They did not answer"),
    Referral.Outcome.CHANGED_MIND: _("A change of mind"),
}
STEPS: Words = {
    Step.PROPOSED: _("Proposed"),
    Step.AGREED: _("Agreed"),
    Step.SENT: _("Sent"),
    Step.RECEIVED: _("Arrived there"),
    Step.VISITED: _("First visit"),
    Step.CLOSED: _("Outcome"),
}
_TODAY: Words = {
    Step.PROPOSED: _("Proposed today, not yet answered."),
    Step.AGREED: _("Agreed today, not yet sent."),
    Step.SENT: _("Sent today, not yet received."),
    Step.RECEIVED: _("Received today, no visit yet."),
    Step.VISITED: _("First visit today, not yet closed."),
}


def standing_words(standing: Standing) -> str:
    """ "Sent 9 days ago, not yet received." """
    if standing.step is Step.DECLINED:
        return str(_("Declined. Nothing was sent."))
    if standing.wait is None:
        return str(OUTCOMES.get(standing.referral.outcome, _("Ended")))
    if standing.wait.days == 0:
        return str(_TODAY[standing.step])
    return waited_words(standing.step, standing.wait.days)


def waited_words(step: Step, days: int) -> str:
    """What has not happened for so many days."""
    said = {
        Step.PROPOSED: ngettext(
            "Proposed %(n)s day ago, not yet answered.", "Proposed %(n)s days ago, not yet answered.", days
        ),
        Step.AGREED: ngettext("Agreed %(n)s day ago, not yet sent.", "Agreed %(n)s days ago, not yet sent.", days),
        Step.SENT: ngettext("Sent %(n)s day ago, not yet received.", "Sent %(n)s days ago, not yet received.", days),
        Step.RECEIVED: ngettext(
            "Received %(n)s day ago, no visit yet.", "Received %(n)s days ago, no visit yet.", days
        ),
        Step.VISITED: ngettext(
            "First visit %(n)s day ago, not yet closed.", "First visit %(n)s days ago, not yet closed.", days
        ),
    }
    return said[step] % {"n": days}


@dataclass(frozen=True, slots=True)
class StepShown:
    """One step of the picture: its name, its day once it is done, and which is next."""

    name: Any
    day: str
    is_done: bool
    is_next: bool


def steps_of(standing: Standing) -> list[StepShown]:
    """The way of a referral, as a row of steps that are read as a list. One that was passed over shows no day."""
    row = standing.referral
    days: Mapping[Step, Any] = {
        Step.PROPOSED: row.created_at,
        Step.AGREED: row.agreed_at,
        Step.SENT: row.sent_at,
        Step.RECEIVED: row.received_at,
        Step.VISITED: row.first_visit_on,
        Step.CLOSED: row.closed_at,
    }
    ahead = [] if standing.is_over else ORDER[ORDER.index(standing.step) + 1 :]
    found = [step for step in ORDER if days[step] or step in ahead]
    return [
        StepShown(STEPS[step], day_said(days[step]) if days[step] else "", bool(days[step]), step in ahead[:1])
        for step in found
    ]


@dataclass(frozen=True, slots=True)
class When:
    """A moment on two clocks: the first is whoever's page it is; the second is empty where both read the same."""

    here: str
    zone: str
    """Whose clock the first is, where there are two."""
    there: str
    there_zone: str


def when(at: datetime, zone: str, other: str) -> When:
    """A moment on the clock of `zone`, with that of `other` beside it where they differ."""
    if not clocks_differ(at, zone, other):
        return When(_said_in(at, zone), "", "", "")
    return When(_said_in(at, zone), zone_words(zone), _said_in(at, other), zone_words(other))


def _said_in(at: datetime, zone: str) -> str:
    with timezone.override(ZoneInfo(zone)):
        return moment_said(at).removesuffix(".")
