"""What is typed on the daily pages. Every field may be left out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dates import WEEKDAYS
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from holdfast.asks.watching import WatchFacts
from holdfast.checkins.check_words import DAYS_HARD, FEELINGS, PACES, WITH
from holdfast.checkins.checking import CheckInFacts
from holdfast.checkins.models import CheckIn, HardMoment, Urge, Wishes
from holdfast.checkins.urges import HardFacts, UrgeFacts
from holdfast.checkins.wishes import WishFacts
from holdfast.domain.lateness import Pace
from holdfast.network.models import Tie
from holdfast.supporters.models import Agreement
from holdfast.web.forms import DayInput, offer

MOST_WORDS = 5000
NOT_SAID = ("", _("Not said"))
STRENGTHS = tuple((strength, str(strength)) for strength in range(11))


def _words(label: Any, *, rows: int = 3, help_text: Any = "") -> forms.CharField:
    widget = forms.Textarea({"rows": rows})
    return forms.CharField(label=label, required=False, max_length=MOST_WORDS, widget=widget, help_text=help_text)


def _scale(label: Any, choices: Iterable[tuple[Any, Any]]) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label, choices=list(choices), coerce=int, empty_value=None, required=False, widget=forms.RadioSelect
    )


class CheckInForm(forms.Form):
    """How I am, in ten seconds."""

    feeling = _scale(_("How am I?"), FEELINGS.items())
    urge = _scale(_("How strong is an urge?"), STRENGTHS)
    wants_contact = forms.BooleanField(label=_("I would like contact today"), required=False)
    note = _words(_("A note"), rows=2)

    def __init__(self, *args: Any, with_urge: bool = True, is_change: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "check_in_%s", **kwargs})
        if not with_urge:
            del self.fields["urge"]
        choices = {"feeling": FEELINGS.items(), "urge": STRENGTHS}
        for name in choices if is_change else ():
            if name in self.fields:
                offer(self, name, [*choices[name], NOT_SAID])

    def facts(self) -> CheckInFacts:
        """What was said."""
        said = self.cleaned_data
        return CheckInFacts(said["feeling"], said.get("urge"), said["wants_contact"], said["note"].strip())


def check_in_initial(row: CheckIn) -> dict[str, Any]:
    """A check-in as its form shows it."""
    return {"feeling": row.feeling, "urge": row.urge, "wants_contact": row.wants_contact, "note": row.note}


class MorningForm(forms.Form):
    """One intention for today."""

    text = _words(_("What do I have in mind for today?"), help_text=_("One small thing is enough. Or none."))


class EveningForm(forms.Form):
    """How the day was."""

    hard = _scale(_("How hard was it?"), DAYS_HARD.items())
    text = _words(_("What do I want to keep from it?"), rows=4)


class UrgeForm(forms.Form):
    """An urge that came."""

    strength = _scale(_("How strong was it?"), STRENGTHS)
    known = forms.ChoiceField(label=_("What set it off?"), required=False, widget=forms.RadioSelect)
    trigger = forms.CharField(label=_("What set it off, in my words"), required=False, max_length=200)
    helped = _words(_("What helped?"), help_text=_("Also a little. Also if it only passed."))

    def __init__(self, *args: Any, triggers: Iterable[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [(words, words) for words in triggers]
        if not known:
            del self.fields["known"]
            self.fields["trigger"].label = _("What set it off?")
            return
        offer(self, "known", [*known, ("", _("Something else"))])

    def facts(self) -> UrgeFacts:
        """What was said; own new words count more than a tap on old ones."""
        said = self.cleaned_data
        trigger = said["trigger"].strip() or said.get("known", "")
        return UrgeFacts(said["strength"], trigger, said["helped"].strip())


def urge_initial(row: Urge) -> dict[str, Any]:
    """An urge as its form shows it."""
    return {"strength": row.strength, "trigger": row.trigger, "helped": row.helped}


class HardForm(forms.Form):
    """A hard moment in three fields."""

    happened = _words(_("What happened?"))
    did = _words(_("What did I do?"))
    who = forms.ChoiceField(
        label=_("Who or what was with me?"),
        choices=[*WITH.items(), NOT_SAID],
        required=False,
        widget=forms.RadioSelect,
    )
    tie = forms.ChoiceField(label=_("Who of my network"), required=False)
    used_own = forms.BooleanField(label=_("I used something from my own list"), required=False)

    def __init__(self, *args: Any, ties: Iterable[Tie], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._ties = {str(tie.pk): tie for tie in ties}
        if not self._ties:
            del self.fields["tie"]
            return
        names = sorted(((key, tie.name) for key, tie in self._ties.items()), key=lambda one: one[1].casefold())
        offer(self, "tie", [NOT_SAID, *names])

    def facts(self) -> HardFacts:
        """What was said. A name says that somebody was there."""
        said = self.cleaned_data
        tie = self._ties.get(said.get("tie", ""))
        who = said["who"] or (HardMoment.With.SOMEONE if tie else "")
        return HardFacts(said["happened"].strip(), said["did"].strip(), who, tie, said["used_own"])


def hard_initial(row: HardMoment) -> dict[str, Any]:
    """A hard moment as its form shows it."""
    return {
        "happened": row.happened,
        "did": row.did,
        "who": row.who,
        "tie": str(row.tie_id or ""),
        "used_own": row.used_own,
    }


class CopingForm(forms.Form):
    """One thing I can do myself."""

    text = forms.CharField(
        label=_("One thing I can do myself"),
        max_length=200,
        error_messages={"required": _("Enter what you can do.")},
    )


class WatchForm(forms.Form):
    """When check-ins are awaited, and who hears if one does not come."""

    at = forms.TimeField(
        label=_("At what time"),
        widget=forms.TimeInput({"type": "time"}, "%H:%M"),
        error_messages={"required": _("Enter a time."), "invalid": _("Enter a time, such as 20:00.")},
    )
    days = forms.TypedMultipleChoiceField(
        label=_("On which days"),
        choices=[(day + 1, capfirst(name)) for day, name in WEEKDAYS.items()],
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Select a day, at least.")},
    )
    pace = forms.ChoiceField(label=_("How quickly"), choices=PACES.items(), widget=forms.RadioSelect)
    chosen = forms.MultipleChoiceField(
        label=_("Who hears of it, if I do not answer"),
        help_text=_("Nobody is chosen for you. If you choose nobody, nobody hears."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, circle: Iterable[Agreement], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._circle = {str(one.pk): one for one in circle}
        if not self._circle:
            del self.fields["chosen"]
            return
        offer(self, "chosen", [(key, one.tie.name) for key, one in self._circle.items()])

    def facts(self) -> WatchFacts:
        """What was said."""
        said = self.cleaned_data
        chosen = tuple(self._circle[key] for key in said.get("chosen", []))
        return WatchFacts(said["at"], frozenset(said["days"]), Pace(said["pace"]), chosen)


class PauseForm(forms.Form):
    """Until when nothing is awaited."""

    until = forms.DateField(
        label=_("Until this day"),
        widget=DayInput(),
        error_messages={"required": _("Enter a day."), "invalid": _("Enter a day.")},
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._today = today

    def clean_until(self) -> date:
        """A day to come, within a year."""
        until: date = self.cleaned_data["until"]
        if not 0 < (until - self._today).days <= 366:
            raise ValidationError(_("Enter a day to come, within a year."))
        return until


class WishesForm(forms.Form):
    """What is shown and asked."""

    with_urge = forms.BooleanField(label=_("The check-in asks about an urge"), required=False)
    with_morning = forms.BooleanField(
        label=_("Ask me in the morning what I have in mind"),
        help_text=_("On your first page, until 11. You can pass over it each time."),
        required=False,
    )
    with_evening = forms.BooleanField(
        label=_("Ask me in the evening how the day was"),
        help_text=_("On your first page, from 6 p.m. on. You can pass over it each time."),
        required=False,
    )
    hides_days = forms.BooleanField(label=_("Show no counted days on my first page"), required=False)
    is_fresh = forms.BooleanField(
        label=_("Fresh start"),
        help_text=_("No page shows what was before. Nothing is deleted: switch it off, and all of it is there again."),
        required=False,
    )

    def facts(self) -> WishFacts:
        """What was said."""
        return WishFacts(**self.cleaned_data)


def wishes_initial(wishes: Wishes) -> dict[str, Any]:
    """Wishes as their form shows them."""
    return {name: getattr(wishes, name) for name in WishesForm.base_fields}
