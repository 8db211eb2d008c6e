"""What operators type about programmes and workers."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from holdfast.accounts.forms import time_zones
from holdfast.accounts.models import Person
from holdfast.domain.network import Role
from holdfast.teams.models import Programme, Worker
from holdfast.teams.programmes import VERIFIED_FOR, ProgrammeFacts, WorkerFacts
from holdfast.teams.words import WORKER_ROLES
from holdfast.web.forms import DayInput, LongSelect

LONGEST_DAYS = 2 * 366


class ProgrammeForm(forms.Form):
    """What people read about a programme."""

    name = forms.CharField(label=_("Name"), max_length=200)
    about = forms.CharField(
        label=_("About it"),
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("A few sentences for those who are invited."),
    )
    phone = forms.CharField(
        label=_("Phone for urgent things"),
        max_length=60,
        help_text=_("It stands beside every message box: messages are not for emergencies."),
    )
    hours = forms.CharField(
        label=_("When messages are read"), max_length=200, help_text=_("For example: on workdays from 9 to 17")
    )
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=time_zones, widget=LongSelect)
    is_part2 = forms.BooleanField(
        label=_("42 CFR Part 2 binds this programme"),
        required=False,
        help_text=_("In the United States: a programme for substance use that gets federal help."),
    )

    def facts(self) -> ProgrammeFacts:
        """As it was typed."""
        return ProgrammeFacts(**self.cleaned_data)


def said_of(programme: Programme) -> dict[str, Any]:
    """What the form begins with."""
    return {name: getattr(programme, name) for name in ProgrammeForm.base_fields}


class WorkerForm(forms.Form):
    """Who a worker is, and what was seen of it."""

    name = forms.CharField(label=_("Name, as people see it"), max_length=120)
    role = forms.ChoiceField(label=_("Role"), choices=list(WORKER_ROLES.items()))
    evidence = forms.CharField(
        label=_("What you saw"),
        max_length=1000,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("For example: a licence and its number, or a call to the employer, and the day."),
    )
    until = forms.DateField(
        label=_("Holds until"),
        widget=DayInput(),
        help_text=_("The day after, they see nothing until you renew it."),
    )
    leads = forms.BooleanField(
        label=_("Leads here"),
        required=False,
        help_text=_("May choose who of the programme works with whom. Sees the names of those people."),
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._today = today
        self.fields["until"].initial = today + VERIFIED_FOR

    def clean_until(self) -> date:
        """A day ahead, and not for ever."""
        until: date = self.cleaned_data["until"]
        if not 0 < (until - self._today).days <= LONGEST_DAYS:
            raise forms.ValidationError(_("Choose a day ahead, within two years."))
        return until

    def facts(self) -> WorkerFacts:
        """Until the end of that day, by the clock of whoever typed it."""
        said = self.cleaned_data
        ends = timezone.make_aware(datetime.combine(said["until"], time.max.replace(microsecond=0)))
        return WorkerFacts(said["name"], Role(said["role"]), said["evidence"], ends, said["leads"])


class NewWorkerForm(WorkerForm):
    """The same, with whose account it is."""

    nickname = forms.CharField(
        label=_("Nickname of their account"),
        max_length=40,
        help_text=_("They make the account themselves and tell you its nickname."),
    )
    field_order = ("nickname", "name", "role", "evidence", "until", "leads")

    def clean_nickname(self) -> str:
        """Of an open account."""
        nickname = str(self.cleaned_data["nickname"]).strip()
        self.account = Person.objects.filter(nickname__iexact=nickname, is_active=True).first()
        if self.account is None:
            raise forms.ValidationError(_("No account here has this nickname. Ask them to make one, and look again."))
        return nickname


def said_of_worker(worker: Worker) -> dict[str, Any]:
    """What the form to renew begins with: all but the evidence, which is seen anew, and the day."""
    return {"name": worker.name, "role": worker.role, "leads": worker.leads}
