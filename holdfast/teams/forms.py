"""What people type when they join a team, and workers in an emergency and when they hand over."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from holdfast.consent.actions import Reason
from holdfast.teams.enrolling import Joining
from holdfast.teams.models import CareTeam, Member, Worker
from holdfast.web.forms import offer

YES_NO = [("yes", _("Yes")), ("no", _("No"))]


class JoinForm(forms.Form):
    """How the team may call me, and what it may do when it is bad. Nothing is chosen for anybody."""

    called = forms.CharField(
        label=_("What may the team call you?"),
        max_length=60,
        help_text=_("Any name you like. It need not be your real one."),
    )
    emergency = forms.ChoiceField(
        label=_("In an emergency: may the team open your plan for a hard hour?"),
        choices=YES_NO,
        widget=forms.RadioSelect,
        help_text=_(
            "Only for one day. They must give a name and a reason, and you are told at once. You can change this."
        ),
        error_messages={"required": _("Say yes or no. Both are fine.")},
    )
    on_map = forms.BooleanField(label=_("Put them on my map, too"), required=False)

    def joining(self, map_name: str) -> Joining:
        """What was said."""
        said = self.cleaned_data
        return Joining(said["called"], said["emergency"] == "yes", map_name if said["on_map"] else "")


class ReminderForm(forms.Form):
    """For the worker alone."""

    reminder = forms.CharField(
        label=_("Whom it is for, for yourself"),
        required=False,
        max_length=60,
        help_text=_("Only you see it. A few letters are enough."),
    )


class EmergencyForm(forms.Form):
    """Who opens it, for whom they work, what happens, and why now."""

    name = forms.CharField(label=_("Your name"), max_length=120)
    affiliation = forms.CharField(label=_("Where you work"), max_length=200)
    nature = forms.CharField(
        label=_("What is happening?"),
        max_length=300,
        error_messages={"required": _("Say what is happening. Without it nothing opens.")},
    )
    reason = forms.CharField(
        label=_("Why do you need the plan now?"),
        max_length=1000,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": _("Say why you need it now. Without a reason nothing opens.")},
    )

    def reason_given(self) -> Reason:
        """As it will be shown to the person."""
        return Reason(**self.cleaned_data)


class HandOverForm(forms.Form):
    """For each team of one worker, who goes on; or one for all of them."""

    everyone = forms.ChoiceField(label=_("All of them go on with"), required=False)

    def __init__(self, *args: Any, members: Iterable[Member], others: Iterable[Worker], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._others = {str(one.pk): one for one in others}
        self._teams = {f"team_{row.care_team_id}": row.care_team for row in members}
        names = [(key, one.name) for key, one in self._others.items()]
        offer(self, "everyone", [("", _("choose one by one")), *names])
        for key, team in self._teams.items():
            choices = [("", _("stays as it is")), *names]
            self.fields[key] = forms.ChoiceField(label=team.person_name, required=False, choices=choices)

    def clean(self) -> dict[str, Any]:
        """Somebody is chosen."""
        if not self.errors and not any(self.cleaned_data.values()):
            raise forms.ValidationError(_("Choose who goes on, for one person at least."))
        return self.cleaned_data

    def choices(self) -> dict[UUID, Worker]:
        """Each team that changes, and who goes on; what is said of one goes before what is said of all."""
        said = self.cleaned_data
        picked = {team.pk: said.get(key) or said["everyone"] for key, team in self._teams.items()}
        return {pk: self._others[key] for pk, key in picked.items() if key}


class CoverForm(forms.Form):
    """Who is added to a team."""

    worker = forms.ChoiceField(label=_("Who else?"))

    def __init__(self, *args: Any, care_team: CareTeam, others: Iterable[Worker], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        there = set(care_team.members.filter(until=None).values_list("worker_id", flat=True))
        free = [one for one in others if one.pk not in there and one.person_id != care_team.person_id]
        self._free = {str(one.pk): one for one in free}
        offer(self, "worker", [(key, one.name) for key, one in self._free.items()])

    @property
    def has_choice(self) -> bool:
        """Whether there is anybody to add."""
        return bool(self._free)

    def chosen(self) -> Worker:
        """Whom."""
        return self._free[self.cleaned_data["worker"]]
