"""What is typed into the pages of what a team and a person do together."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any, cast

from django import forms
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from holdfast.domain.appointments import NoSuchTime, moment
from holdfast.domain.network import TieState
from holdfast.network.access import ties_of
from holdfast.network.models import Tie
from holdfast.network.words import choices
from holdfast.teams.models import CareTeam, Programme, Recommendation, Referral, Session
from holdfast.teams.recommending import AnswerFacts
from holdfast.teams.referrals import HandoffFacts
from holdfast.teams.sessions_together import AgreedFacts, SessionFacts
from holdfast.teams.together_words import KINDS, OUTCOMES, TRIED
from holdfast.tending.access import conflicts_of
from holdfast.tending.models import Conflict
from holdfast.web.forms import DayInput

LONG, SHORT = 4000, 200
FIRST_DAY = date(1950, 1, 1)
TWO_YEARS = timedelta(days=731)
DAY = {"type": "date"}


def _words(label: Any, *, required: bool = True, rows: int = 4, hint: Any = "", most: int = LONG) -> forms.CharField:
    widget = forms.Textarea({"rows": rows})
    return forms.CharField(label=label, max_length=most, required=required, widget=widget, help_text=hint)


def _line(label: Any, *, required: bool = False, hint: Any = "") -> forms.CharField:
    return forms.CharField(label=label, max_length=SHORT, required=required, help_text=hint)


def _day(label: Any, *, required: bool = True, hint: Any = "") -> forms.DateField:
    return forms.DateField(label=label, required=required, widget=DayInput(), help_text=hint)


class OwnDay(forms.Form):
    """A form with a day of which today's is the last that makes sense."""

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def past(self, name: str) -> date | None:
        """The day of this field, refused where it lies ahead."""
        on: date | None = self.cleaned_data[name]
        if on is not None and not FIRST_DAY <= on <= self.today:
            raise forms.ValidationError(_("Choose today or a day before."))
        return on


class MessageForm(forms.Form):
    """A message."""

    text = _words(_("Your message"))


class NoteForm(OwnDay):
    """A note of a day."""

    on = _day(_("Day"))
    text = _words(_("Note"), rows=6)

    def clean_on(self) -> date | None:
        """Not ahead."""
        return self.past("on")


class WordsForm(forms.Form):
    """Words for what stands there already."""

    text = _words(_("Rightly it is"), rows=6)


class StatementForm(forms.Form):
    """How the person sees it; left empty it is taken back."""

    statement = _words(_("How I see it"), required=False)


class RecommendForm(forms.Form):
    """What is recommended, and why."""

    name = _line(_("Group or service"), required=True)
    why = _words(_("Why it could help"), hint=_("They read this."))


class AnswerForm(OwnDay):
    """What became of a recommendation."""

    state = forms.ChoiceField(
        label=_("What do you think?"),
        choices=[one for one in choices(TRIED) if one[0] != Recommendation.State.NEW],
        widget=forms.RadioSelect,
    )
    tried_on = _day(_("When did you try it?"), required=False)
    how_it_was = _words(_("How was it?"), required=False, hint=_("A word or a few lines, for you."))
    is_told = forms.BooleanField(label=_("My team may read this"), required=False)

    def clean_tried_on(self) -> date | None:
        """Not ahead."""
        return self.past("tried_on")

    def facts(self) -> AnswerFacts:
        """What was said; a day only of what was tried."""
        said = self.cleaned_data
        is_tried = said["state"] == Recommendation.State.TRIED
        return AnswerFacts(said["state"], said["tried_on"] if is_tried else None, said["how_it_was"], said["is_told"])


class ReferralForm(RecommendForm):
    """Where to, and why."""

    name = _line(_("Where to"), hint=_("Leave it empty if you choose a programme below."))
    why = _words(
        _("Why, in the words that would be sent"), hint=_("The person reads them first. Write no more than is needed.")
    )
    programme = forms.ModelChoiceField(
        Programme.objects.none(), label=_("A programme on this host"), required=False, empty_label=_("none of these")
    )

    def __init__(self, *args: Any, own: Programme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast("forms.ModelChoiceField[Programme]", self.fields["programme"])
        field.queryset = Programme.objects.filter(closed_at=None).exclude(pk=own.pk).order_by("name", "pk")
        field.label_from_instance = _name_of  # type: ignore[method-assign,assignment]  # as Django says to

    def clean(self) -> dict[str, Any]:
        """One of the two."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if not said.get("name") and not said.get("programme") and "name" not in self.errors:
            self.add_error("name", _("Write where to, or choose a programme."))
        return said


def _name_of(programme: Programme) -> str:
    return programme.name


class VisitForm(OwnDay):
    """The day of the first visit."""

    on = _day(_("First visit on"))

    def clean_on(self) -> date | None:
        """Not ahead."""
        return self.past("on")


class CloseForm(forms.Form):
    """How it ended."""

    outcome = forms.ChoiceField(label=_("How did it end?"), choices=choices(OUTCOMES), widget=forms.RadioSelect)
    words = _words(_("In a few words"), required=False, rows=2)


class NoPlaceForm(CloseForm):
    """What the other programme can say: that they have no place."""

    outcome = forms.ChoiceField(
        choices=[(Referral.Outcome.NO_PLACE, "")], widget=forms.HiddenInput, initial=Referral.Outcome.NO_PLACE
    )
    words = _words(_("Is there anything their team should know?"), required=False, rows=2)


class MomentForm(forms.Form):
    """A day and a time on the clock of the programme."""

    on = _day(_("Day"))
    at = forms.TimeField(label=_("Time"), widget=forms.TimeInput({"type": "time"}, "%H:%M"))

    def __init__(self, *args: Any, zone: str, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone, self.today = zone, today

    def clean_on(self) -> date | None:
        """Within two years: anything else is a slip of the finger."""
        on: date | None = self.cleaned_data["on"]
        if on is not None and abs(on - self.today) > TWO_YEARS:
            raise forms.ValidationError(_("Choose a day within two years."))
        return on

    def clean(self) -> dict[str, Any]:
        """A time that the clock leaps over is nobody's time."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        try:
            self.moment()
        except NoSuchTime:
            self.add_error("at", _("The clock jumps over this time on that night. Choose another."))
        return said

    def moment(self) -> datetime | None:
        """When, or None while a part is missing. Raises NoSuchTime."""
        on, at = self.cleaned_data.get("on"), self.cleaned_data.get("at")
        return moment(on, at, self.zone) if on and at else None


class SessionForm(MomentForm):
    """A session."""

    field_order = ("kind", "on", "at", "minutes", "place", "link", "who_comes", "about")
    kind = forms.ChoiceField(
        label=_("Who is there?"), choices=choices(KINDS), widget=forms.RadioSelect, initial=Session.Kind.ONE_TO_ONE
    )
    minutes = forms.IntegerField(label=_("Minutes"), min_value=5, max_value=600, initial=50)
    place = _line(_("Where"), hint=_("Leave it empty for a call."))
    link = forms.URLField(
        label=_("Link for a video call"),
        required=False,
        max_length=500,
        assume_scheme="https",
        validators=[URLValidator(["https", "http"])],
    )
    who_comes = _line(_("Who else comes"))
    about = _words(_("What it is for"), required=False, rows=3, hint=_("Both of you read this."))

    def facts(self) -> SessionFacts:
        """What was said."""
        said = {name: value for name, value in self.cleaned_data.items() if name not in {"on", "at"}}
        at = self.moment()
        if at is None:
            raise ValueError("asked of a form that is not valid")
        return SessionFacts(starts_at=at, **said)


class AgreedForm(forms.Form):
    """One thing that was agreed."""

    text = _words(_("What was agreed"), rows=2, most=500)
    who = _line(_("Who does it"))
    review_on = _day(_("Look at it again on"), required=False)

    def clean_review_on(self) -> date | None:
        """A day in living memory or ahead, as calendars know it."""
        on: date | None = self.cleaned_data["review_on"]
        if on is not None and not FIRST_DAY <= on <= date(2200, 1, 1):
            raise forms.ValidationError(_("Choose a day in this century."))
        return on

    def facts(self) -> AgreedFacts:
        """What was said."""
        return AgreedFacts(**self.cleaned_data)


class HandoffForm(MomentForm):
    """What the person should know before they go."""

    field_order = ("contact", "contact_way", "is_introduced", "companion", "on", "at")
    contact = _line(_("Who waits there, by name"), required=True)
    contact_way = _line(_("Their number or address"))
    is_introduced = forms.BooleanField(label=_("I have told them who comes"), required=False)
    companion = _line(_("Who comes along the first time"), hint=_("You, a colleague, or somebody the person named."))
    on = _day(_("Day"), required=False)
    at = forms.TimeField(label=_("Time"), required=False, widget=forms.TimeInput({"type": "time"}, "%H:%M"))

    def clean(self) -> dict[str, Any]:
        """Both or none."""
        said = super().clean()
        if bool(said.get("on")) != bool(said.get("at")) and not self.errors:
            self.add_error("at" if said.get("on") else "on", _("Give the day and the time, or leave both empty."))
        return said

    def facts(self) -> HandoffFacts:
        """What was said."""
        said = self.cleaned_data
        return HandoffFacts(
            said["contact"], said["contact_way"], said["companion"], self.moment(), said["is_introduced"]
        )


class CompanionForm(forms.Form):
    """Who comes along: somebody of the map, or a name."""

    tie = forms.ChoiceField(label=_("Somebody on my map"), required=False)
    name = _line(_("Or a name"))

    def __init__(self, *args: Any, care_team: CareTeam, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ties = ties_of(care_team.person).exclude(state=TieState.ENDED)
        self.ties: dict[str, Tie] = {str(one.pk): one for one in ties if one.is_somebody}
        field = cast("forms.ChoiceField", self.fields["tie"])
        field.choices = [("", _("nobody")), *((key, one.name) for key, one in self.ties.items())]

    def chosen(self) -> tuple[Tie | None, str]:
        """The tie, or the name."""
        return self.ties.get(self.cleaned_data["tie"]), self.cleaned_data["name"]


class WentForm(VisitForm):
    """How the first visit went."""

    on = _day(_("When were you there?"), required=False)
    went = forms.ChoiceField(
        label=_("Were you there?"),
        choices=[("yes", _("Yes")), ("no", _("Not this time"))],
        widget=forms.RadioSelect,
    )
    field_order = ("went", "on")


class BringForm(forms.Form):
    """Which of the things the person wrote about comes along."""

    conflict = forms.ChoiceField(label=_("What would you like to mend?"), required=False)

    def __init__(self, *args: Any, care_team: CareTeam, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = conflicts_of(care_team.person).filter(settled_at=None)
        self.rows: dict[str, Conflict] = {str(one.pk): one for one in rows}
        field = cast("forms.ChoiceField", self.fields["conflict"])
        named = [(key, f"{one.tie.name}: {one.issue[:80]}") for key, one in self.rows.items()]
        field.choices = [("", _("nothing")), *named]

    def chosen(self) -> Conflict | None:
        """What was chosen, if anything."""
        return self.rows.get(self.cleaned_data["conflict"])
