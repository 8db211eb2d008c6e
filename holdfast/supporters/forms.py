"""What is typed into invitations, agreements and limits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from holdfast.accounts.forms import time_zones
from holdfast.domain.asks.coarse import USUAL, Spans, Usual, days_of, spans_of, usual_of
from holdfast.domain.asks.hours import DAY
from holdfast.domain.asks.kinds import Kind, Stated
from holdfast.supporters import words
from holdfast.supporters.actions import USUAL_ASKED, Hopes, Limits, Offered
from holdfast.supporters.models import Agreement, Supporter
from holdfast.web.forms import DayInput, LongSelect, offer

STARTERS = {
    "listen": _("It helps me when somebody listens, without advice."),
    "call": _("A short call now and then would mean a lot."),
    "company": _("Going somewhere together is easier than going alone."),
    "hard": _("When it gets hard, I would like to be able to reach you."),
}
RELIEFS = {
    "fix": _("You do not have to fix anything."),
    "no": _("You can say no at any time. I will not ask why."),
    "only": _("You are not my only help."),
    "night": _("I do not expect an answer at night."),
    "money": _("I will not ask you for money."),
    "keep": _("You do not have to watch over me."),
}
GIVES = "gives_"
CRISIS_CHOICES = [
    ("no", _("No, not in hard moments")),
    ("hours", _("Yes, in my hours")),
    ("wake", _("Yes, and you may wake me")),
]
ASKED_CHOICES = [
    ("1", _("Once a week at most")),
    ("2", _("Twice a week at most")),
    ("4", _("4 times a week at most")),
    ("7", _("7 times a week at most")),
    ("", _("As often as needed")),
]
HELPED_CHOICES = [
    ("", _("No limit")),
    ("1", _("About 1 hour a week")),
    ("2", _("About 2 hours a week")),
    ("4", _("About 4 hours a week")),
    ("8", _("About 8 hours a week")),
]


class InviteForm(forms.Form):
    """What the person hopes for and what they do not expect, before they hand over a link."""

    called = forms.CharField(
        label=_("What do they call you?"),
        max_length=60,
        help_text=_("They see this name. They do not see the name you sign in with."),
    )
    kinds = forms.MultipleChoiceField(
        label=_("I hope you can"),
        choices=[(kind.value, words.HELP[kind]) for kind in (*words.OFFERABLE, Kind.CRISIS)],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    hope_starters = forms.MultipleChoiceField(
        label=_("Sentences to start from"),
        choices=list(STARTERS.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    hoped = forms.CharField(
        label=_("What I hope for, in my words"), max_length=1000, required=False, widget=forms.Textarea
    )
    relief_starters = forms.MultipleChoiceField(
        label=_("What I do not expect"),
        choices=list(RELIEFS.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    not_hoped = forms.CharField(
        label=_("Anything else I do not expect"), max_length=1000, required=False, widget=forms.Textarea
    )
    code = forms.CharField(
        label=_("A word you tell them by voice"),
        max_length=40,
        required=False,
        help_text=_("You can leave this empty. With a word, the page says nothing at all until they enter it."),
    )

    def hopes(self) -> Hopes:
        """What was said, the chosen sentences before the person's own."""
        said = self.cleaned_data
        return Hopes(
            hoped=_joined(STARTERS, said["hope_starters"], said["hoped"]),
            not_hoped=_joined(RELIEFS, said["relief_starters"], said["not_hoped"]),
            code=said["code"],
            kinds=tuple(Kind(kind) for kind in said["kinds"]),
            called=said["called"],
        )


class OfferForm(forms.Form):
    """What a supporter does for one person: each kind on its own; what is left open is not asked."""

    nothing = _("Choose one thing you can do, at least. If there is none, you can say no or stop.")
    twice = _("You and this person have agreed on this already.")

    crisis = forms.ChoiceField(
        label=_("May they ask you in a hard moment?"),
        choices=CRISIS_CHOICES,
        initial="no",
        widget=forms.RadioSelect,
        help_text=_("Then they need somebody now. If you may be woken, this can reach you at any hour."),
    )
    offered = forms.CharField(
        label=_("In your own words, if you like"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("They can read this. Say what you can do, and what you cannot."),
    )

    def __init__(self, *args: Any, hoped: Iterable[str] = (), with_money: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._hoped = set(hoped)
        self._kinds = (*words.OFFERABLE, *((Kind.MONEY,) if with_money else ()))
        for kind in self._kinds:
            self.fields[f"{GIVES}{kind}"] = forms.ChoiceField(
                label=words.GIVE[kind],
                choices=[("", _("not this")), *((stated.value, words.STATED[stated]) for stated in Stated)],
                required=False,
            )

    def clean(self) -> dict[str, Any]:
        """A yes is a yes to something."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if said.get("crisis") == "no" and not any(said.get(f"{GIVES}{kind}") for kind in self._kinds):
            self.add_error(None, self.nothing)
        return said

    def hoped_fields(self) -> list[forms.BoundField]:
        """The kinds the person hopes for."""
        return [self[f"{GIVES}{kind}"] for kind in self._kinds if kind in self._hoped]

    def other_fields(self) -> list[forms.BoundField]:
        """The kinds that were not named."""
        return [self[f"{GIVES}{kind}"] for kind in self._kinds if kind not in self._hoped]

    def facts(self) -> Offered:
        """What was said."""
        said = self.cleaned_data
        stated = {kind: said[f"{GIVES}{kind}"] for kind in self._kinds}
        return Offered(
            kinds={kind: Stated(value) for kind, value in stated.items() if value},
            takes_crisis=said["crisis"] in {"hours", "wake"},
            wakes=said["crisis"] == "wake",
            offered=said["offered"],
        )


def offer_initial(agreement: Agreement) -> dict[str, Any]:
    """An agreement as the form shows it."""
    crisis = "wake" if agreement.wakes else "hours" if agreement.takes_crisis else "no"
    kinds = {f"{GIVES}{kind}": stated for kind, stated in agreement.kinds.items()}
    return {"crisis": crisis, "offered": agreement.offered, **kinds}


def _clock() -> forms.TimeInput:
    return forms.TimeInput({"type": "time"}, "%H:%M")


class HoursForm(forms.Form):
    """Hours of a week: a usual choice with one tap, or from and until for each day."""

    usual = forms.ChoiceField(
        label=_("When may you be asked?"),
        choices=[(usual.value, words.USUAL[usual]) for usual in Usual],
        initial=Usual.DAYS,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for day, name in enumerate(words.DAYS):
            for end, label in (("from", _("from")), ("until", _("until"))):
                self.fields[f"{end}_{day}"] = forms.TimeField(label=label, required=False, widget=_clock())
                self.fields[f"{end}_{day}"].widget.attrs["aria-label"] = _("%(day)s, %(end)s") % {
                    "day": name,
                    "end": label,
                }

    def days(self) -> Iterator[tuple[Any, forms.BoundField, forms.BoundField]]:
        """Monday first: the name of the day, from, until."""
        for day in (1, 2, 3, 4, 5, 6, 0):
            yield words.DAYS[day], self[f"from_{day}"], self[f"until_{day}"]

    def clean(self) -> dict[str, Any]:
        """Own hours come in pairs, and there is at least one."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if said.get("usual") != Usual.OWN:
            return said
        for day in range(7):
            pair = {end: said.get(f"{end}_{day}") for end in ("from", "until")}
            missing = [end for end, value in pair.items() if value is None]
            if len(missing) == 1 and f"{missing[0]}_{day}" not in self.errors:
                self.add_error(f"{missing[0]}_{day}", _("Enter both hours, or neither."))
        if not any(said.get(f"from_{day}") is not None for day in range(7)):
            self.add_error("usual", _("Enter the hours of one day at least, or choose another answer."))
        return said

    def hours(self) -> Spans:
        """The spans that were chosen."""
        usual = Usual(self.cleaned_data["usual"])
        return USUAL[usual] if usual in USUAL else spans_of(self._own())

    def _own(self) -> dict[int, tuple[int, int]]:
        said = self.cleaned_data
        return {
            day: (_minutes(said[f"from_{day}"]), _minutes(said[f"until_{day}"]))
            for day in range(7)
            if said[f"from_{day}"] is not None
        }


class LimitsForm(HoursForm):
    """A supporter's limits across everyone."""

    most_asked = forms.ChoiceField(
        label=_("How often may you be asked?"),
        choices=ASKED_CHOICES,
        initial=str(USUAL_ASKED),
        widget=forms.RadioSelect,
        required=False,
    )
    most_helped = forms.ChoiceField(
        label=_("How much time do you have for it?"), choices=HELPED_CHOICES, required=False
    )
    time_zone = forms.ChoiceField(label=_("Your time zone"), choices=time_zones, widget=LongSelect())

    def limits(self) -> Limits:
        """What was said."""
        said = self.cleaned_data
        return Limits(
            time_zone=said["time_zone"],
            hours=self.hours(),
            most_asked=int(said["most_asked"]) if said["most_asked"] else None,
            most_helped=float(said["most_helped"]) if said["most_helped"] else None,
        )


class PageLimitsForm(LimitsForm):
    """The same on the supporter's page, with the language they read."""

    language = forms.ChoiceField(label=_("Your language"), choices=settings.LANGUAGES)


class AcceptForm(OfferForm, LimitsForm):
    """Both at once, for somebody new; their device says the time zone."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["time_zone"].widget.attrs["data-time-zone"] = ""


def limits_initial(supporter: Supporter) -> dict[str, Any]:
    """A supporter's limits as the form shows them. A number that is not among the choices becomes one below it."""
    usual = usual_of(supporter.hours)
    own = days_of(supporter.hours) if usual is Usual.OWN else {}
    clocks = {
        f"{end}_{day}": time(minute % DAY // 60, minute % 60)
        for day, pair in own.items()
        for end, minute in zip(("from", "until"), pair, strict=True)
    }
    return {
        "usual": usual,
        "most_asked": _at_most(supporter.most_asked, (1, 2, 4, 7)),
        "most_helped": _at_most(supporter.most_helped, (1, 2, 4, 8)),
        "time_zone": supporter.time_zone,
        **clocks,
    }


class WordForm(forms.Form):
    """The word told by voice."""

    wrong = _("That is not the word. Ask the person who gave you the link.")

    code = forms.CharField(label=_("The word you were told"), max_length=40)


class PasteForm(forms.Form):
    """An address of ours, pasted whole or only its last part."""

    unknown = _("Paste the whole address of your page.")

    address = forms.CharField(label=_("The address"), max_length=300)

    def token(self) -> str:
        """The secret part."""
        pasted: str = self.cleaned_data["address"]
        return pasted.strip().rstrip("/").rpartition("/")[2]


class RestForm(forms.Form):
    """Until when nobody asks."""

    until = forms.ChoiceField(label=_("Until when?"), widget=forms.RadioSelect)
    on = forms.DateField(label=_("Another day"), required=False, widget=DayInput())

    def __init__(self, *args: Any, now: datetime, zone: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._here = now.astimezone(ZoneInfo(zone))
        offer(
            self,
            "until",
            [
                ("tomorrow", _("Tomorrow morning")),
                ("monday", _("Monday morning")),
                ("week", _("A week from today")),
                ("month", _("Four weeks from today")),
                ("on", _("Another day")),
            ],
        )

    def clean(self) -> dict[str, Any]:
        """Another day needs the day, and it lies ahead."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if said.get("until") == "on" and "on" not in self.errors:
            if said.get("on") is None:
                self.add_error("on", _("Enter the day."))
            elif not 0 < (said["on"] - self._here.date()).days <= 366:
                self.add_error("on", _("Choose a day after today, within a year."))
        return said

    def moment(self) -> datetime:
        """Eight in the morning of that day, on their clock."""
        days = {"tomorrow": 1, "monday": 7 - self._here.weekday(), "week": 7, "month": 28}
        chosen = self.cleaned_data["until"]
        day = self.cleaned_data["on"] if chosen == "on" else self._here.date() + timedelta(days=days[chosen])
        return datetime.combine(day, time(8), self._here.tzinfo)


class LeaveForm(forms.Form):
    """A word to take leave with, if one likes."""

    sure = forms.BooleanField(label=_("Yes, I want to stop"))


def _joined(sentences: dict[str, Any], chosen: Iterable[str], own: str) -> str:
    return "\n".join([*(str(sentences[key]) for key in chosen), *([own.strip()] if own.strip() else [])])


def _minutes(clock: time) -> int:
    return clock.hour * 60 + clock.minute


def _at_most(value: float | None, choices: tuple[int, ...]) -> str:
    if value is None:
        return ""
    return str(max((one for one in choices if one <= value), default=choices[0]))
