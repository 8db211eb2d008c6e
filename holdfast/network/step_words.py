"""The next small steps as sentences: what, why, and where a tap leads."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from holdfast.domain.network import Network
from holdfast.domain.steps import Rule, Situation, Step
from holdfast.network import words
from holdfast.network.models import Goal, Rung


@dataclass(frozen=True, slots=True)
class Names:
    """The words behind the ids that steps carry."""

    ties: Mapping[str, str]
    needs: Mapping[str, str]
    offers: Mapping[str, str]
    rungs: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Told:
    """One step as the page shows it."""

    rule: str
    subject: str
    title: str
    reason: str
    action: str = ""
    address: str = ""
    thanks_tie: str = ""
    """A tie to thank with one tap."""
    touched_tie: str = ""
    """A tie with whom a contact can be written down with one tap."""

    @property
    def is_warm(self) -> bool:
        """Amber: for thanks."""
        return self.rule == Rule.THANK


def told(steps: Iterable[Step], situation: Situation, *, offers: Mapping[str, str]) -> list[Told]:
    """The steps in words. `offers`: id of an offered meeting -> its name."""
    names = _names(situation.network, offers, situation.next_rung)
    return [_WORDS[step.rule](step, names) for step in steps]


def _names(network: Network, offers: Mapping[str, str], rung: str | None) -> Names:
    rungs = {rung: Rung.objects.get(pk=rung).text} if rung else {}
    ties = {tie.id: tie.name for tie in network.ties}
    return Names(ties, {need.id: need.text for need in network.needs}, offers, rungs)


def _thank(step: Step, names: Names) -> Told:
    name = names.ties[step.subject]
    return Told(
        step.rule,
        step.subject,
        _("Say thanks to %(name)s") % {"name": name},
        _("They helped you %(when)s.") % {"when": _ago(step.days)},
        thanks_tie=step.subject,
        action=_("I did"),
    )


def _join(step: Step, names: Names) -> Told:
    reasons = [_("It could help with “%(need)s”.") % {"need": names.needs[step.need]}]
    reasons += [str(FITS[fit]) for fit in step.fits if fit in FITS]
    address = reverse("listing", args=[UUID(step.subject)])
    return Told(step.rule, step.subject, names.offers[step.subject], " ".join(reasons), _("Have a look"), address)


def _open_need(step: Step, names: Names) -> Told:
    need = names.needs[step.subject]
    title = _("Nobody yet for “%(need)s”") % {"need": need}
    address = reverse("need_help", args=[UUID(step.subject)])
    return Told(step.rule, step.subject, title, _("There is a seat open for it."), _("See who could"), address)


def _keep_in_touch(step: Step, names: Names) -> Told:
    days, rhythm = step.days or 0, step.rhythm or 0
    since = ngettext("It has been %(n)s day.", "It has been %(n)s days.", days) % {"n": days}
    usual = ngettext("You like to be in touch daily.", "You like to be in touch every %(n)s days.", rhythm)
    return Told(
        step.rule,
        step.subject,
        _("Get in touch with %(name)s") % {"name": names.ties[step.subject]},
        f"{since} {usual % {'n': rhythm}}",
        address=reverse("tie", args=[UUID(step.subject)]),
        action=_("How to reach them"),
        touched_tie=step.subject,
    )


def _single_point(step: Step, names: Names) -> Told:
    name, need = names.ties[step.subject], names.needs[step.need]
    reason = ngettext(
        "“%(need)s” rests on them alone. One more would help you both.",
        "“%(need)s” and more rest on them alone. One more would help you both.",
        step.count,
    )
    address = reverse("need_help", args=[UUID(step.need)])
    title = _("%(name)s carries a lot") % {"name": name}
    return Told(step.rule, step.subject, title, reason % {"need": need}, _("See who else could"), address)


def _next_rung(step: Step, names: Names) -> Told:
    reason = _("You chose this as your next step. There is no hurry.")
    return Told(step.rule, step.subject, names.rungs[step.subject], reason, _("My ladder"), reverse("ladder"))


def _one_circle(step: Step, names: Names) -> Told:
    circle = words.CIRCLES[int(step.subject)]
    reason = _("All of them are “%(circle)s”. Some nearer, some farther, makes a map that holds.") % {"circle": circle}
    title = _("Everyone stands in one circle")
    return Told(step.rule, step.subject, title, reason, _("Look at my map"), reverse("network"))


def _goal(step: Step, names: Names) -> Told:
    title = _("One group a month") if step.rule == Rule.GOAL_GROUP else _("A weekly call")
    chosen = step.subject not in Goal.Template.values
    reason = _("You took this on. It is still open.") if chosen else _("A goal small enough for a bad day.")
    return Told(step.rule, step.subject, title, reason, _("My small goals"), reverse("goals"))


Said = Callable[[], str]


def _fixed(title: Said, reason: Said, action: Said, to: str) -> Callable[[Step, Names], Told]:
    """A step that always reads the same."""
    name, _sep, query = to.partition("?")

    def said(step: Step, names: Names) -> Told:
        address = reverse(name) + (f"?{query}" if query else "")
        return Told(step.rule, step.subject, title(), reason(), action(), address)

    return said


def _ago(days: int | None) -> str:
    if not days:
        return _("today")
    return ngettext("yesterday", "%(n)s days ago", days) % {"n": days}


FITS: Mapping[str, object] = {
    "near": gettext_lazy("It is near."),
    "online": gettext_lazy("It is online."),
    "soon": gettext_lazy("It meets soon."),
    "language": gettext_lazy("It is in your language."),
    "newcomers": gettext_lazy("Newcomers are welcome."),
    "access": gettext_lazy("It has the access you need."),
    "not_12_step": gettext_lazy("It is not a 12-step group."),
    "family": gettext_lazy("It is for family and friends."),
}

_WORDS: Mapping[Rule, Callable[[Step, Names], Told]] = {
    Rule.THANK: _thank,
    Rule.JOIN: _join,
    Rule.OPEN_NEED: _open_need,
    Rule.KEEP_IN_TOUCH: _keep_in_touch,
    Rule.START: _fixed(
        lambda: _("Start with a place, not a person"),
        lambda: _("A group, a help line or a professional is a fine first tie."),
        lambda: _("Find a group"),
        "find",
    ),
    Rule.SAY_NEEDS: _fixed(
        lambda: _("Say what would help"),
        lambda: _("Two or three needs are plenty. Who could help comes after."),
        lambda: _("My needs"),
        "needs",
    ),
    Rule.SINGLE_POINT: _single_point,
    Rule.NEXT_RUNG: _next_rung,
    Rule.NO_PEER: _fixed(
        lambda: _("Someone who has been there"),
        lambda: _("There is no peer on your map yet. A meeting is where most people find one."),
        lambda: _("Find a meeting"),
        "find",
    ),
    Rule.NO_PROFESSIONAL: _fixed(
        lambda: _("A professional beside you"),
        lambda: _("There is none on your map yet. Peers and professionals together work best for many."),
        lambda: _("Add one"),
        "tie_new?role=therapist",
    ),
    Rule.ONE_CIRCLE: _one_circle,
    Rule.GOAL_GROUP: _goal,
    Rule.GOAL_CALL: _goal,
    Rule.REVIEW: _fixed(
        lambda: _("Look again"),
        lambda: _("It has been 90 days. How has it been, and who holds you?"),
        lambda: _("Look at these 90 days"),
        "look_again",
    ),
}
