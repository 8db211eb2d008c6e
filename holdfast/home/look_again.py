"""The look back over some ninety days: how I was, who holds me, what I did, what waits. In words, never a verdict."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from holdfast.accounts.models import Person
from holdfast.checkins.looking import Part
from holdfast.checkins.models import Chip, Goal
from holdfast.checkins.trend_words import ABOUT_THE_SAME, TITLES, said
from holdfast.checkins.trends import Trend, felt, hard_moments, tended, touched
from holdfast.domain.network import COUNTING, Network, gaps, single_points
from holdfast.domain.trends import Course, Pieces, Span, pieces_of
from holdfast.network.queries import network_values
from holdfast.tending.models import Thanks

MOST_NAMED = 6


@dataclass(frozen=True, slots=True)
class Look:
    """Which days are looked at."""

    since: date
    today: date
    now: datetime

    @property
    def pieces(self) -> Pieces:
        """Their weeks."""
        return pieces_of(Span.YEAR if (self.today - self.since).days > 91 else Span.SEASON, self.today, self.since)

    @property
    def begin(self) -> datetime:
        """Their first moment."""
        return datetime.combine(self.since, time.min, UTC)


def agenda(person: Person, look: Look) -> list[Part]:
    """The parts of the page that have something to say."""
    parts = (
        Part(_("How I have been"), tuple(_been(person, look))),
        Part(_("Who holds me"), tuple(_held(person, look))),
        Part(_("What I did"), tuple(_did(person, look))),
    )
    return [part for part in parts if part.lines]


def _been(person: Person, look: Look) -> Iterable[str]:
    for trend in felt(person, look.pieces):
        if trend.course is not Course.NOT_ENOUGH:
            yield _course(trend)
    moments = hard_moments(person, look.pieces)
    count = len(moments.held)
    if count and not moments.not_alone:
        yield ngettext(
            "One hard moment. You came through.",
            "%(count)s hard moments. You came through each of them.",
            count,
        ) % {"count": count}
    elif count:
        yield ngettext(
            "One hard moment; in %(held)d there was somebody, or a step of your own.",
            "%(count)d hard moments; in %(held)d of them there was somebody, or a step of your own.",
            count,
        ) % {"count": count, "held": moments.not_alone}


def _course(trend: Trend) -> str:
    """The sentence; with what it is about where the sentence does not say so."""
    words = str(said(trend))
    return f"{TITLES[trend.key]}: {words}" if words == str(ABOUT_THE_SAME) else words


def _held(person: Person, look: Look) -> Iterable[str]:
    then, now = network_values(person, [look.begin, look.now])
    people = sum(tie.state in COUNTING for tie in now.ties)
    yield ngettext("%(count)d person or group on your map.", "%(count)d people and groups on your map.", people) % {
        "count": people
    }
    met = tended(person, look.since, look.today).met
    if met:
        yield ngettext("%(count)d of them is new.", "%(count)d of them are new.", met) % {"count": met}
    yield from _needs(then, now)
    alone = [point.tie.name for point in single_points(now)]
    if alone:
        yield _("Some needs rest on one person alone: %(names)s.") % {"names": ", ".join(alone[:MOST_NAMED])}


def _needs(then: Network, now: Network) -> Iterable[str]:
    if not now.needs:
        return
    met, before = len(now.needs) - len(gaps(now)), len(then.needs) - len(gaps(then))
    values = {"met": met, "count": len(now.needs), "before": before, "were": len(then.needs)}
    if then.needs:
        yield _("%(met)d of your %(count)d needs are met; it was %(before)d of %(were)d.") % values
    else:
        yield _("%(met)d of your %(count)d needs are met.") % values
    for need in gaps(now)[:MOST_NAMED]:
        yield _("Nobody yet: %(need)s") % {"need": need.text}


def _did(person: Person, look: Look) -> Iterable[str]:
    done = tended(person, look.since, look.today)
    if done.touches:
        values = {"people": done.people, "times": done.touches}
        yield (
            ngettext(
                "You were in touch with one person or group, %(times)d times.",
                "You were in touch with %(people)d people and groups, %(times)d times.",
                done.people,
            )
            % values
        )
        contact = touched(person, look.pieces)
        if contact.course is not Course.NOT_ENOUGH:
            yield _course(contact)
    thanks = Thanks.objects.filter(person=person, is_given=True, on__gte=look.since).count()
    if thanks:
        yield ngettext("You said thanks once.", "You said thanks %(count)d times.", thanks) % {"count": thanks}
    reached = Goal.objects.filter(person=person, reached_on__gte=look.since).order_by("reached_on", "pk")
    for goal in reached[:MOST_NAMED]:
        yield _("Reached: %(goal)s") % {"goal": goal.text}
    chips = Chip.objects.filter(person=person, earned_on__gte=look.since).count()
    if chips:
        yield ngettext("You earned one chip.", "You earned %(count)d chips.", chips) % {"count": chips}
