"""What a worker proposes for a plan that is shared with them: the form, and what they proposed before."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import forms
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from holdfast.care.models import Proposal
from holdfast.care.proposals import LONG, propose
from holdfast.care.recovery_words import PARTS
from holdfast.consent.access import granted_or_404
from holdfast.domain.consent import Item
from holdfast.domain.recovery_plan import Answer, Change, Draft, Part
from holdfast.teams.models import Member
from holdfast.teams.queries import viewers_behind
from holdfast.web.forms import offer

ANSWERS = {
    Answer.OPEN: _("not answered yet"),
    Answer.ACCEPTED: _("taken"),
    Answer.EDITED: _("taken, in their own words"),
    Answer.LEFT: _("left"),
    Answer.WITHDRAWN: _("taken back"),
}
"""What the person did with a proposal."""


@transaction.atomic
def propose_to(*, by: Member, draft: Draft, now: datetime) -> Proposal:
    """Put something before the person. 404 for a plan that is not shared; raises CannotPropose, TooMany."""
    viewers, owner = viewers_behind(by), by.care_team.person_id
    granted_or_404(viewers=viewers, owner=owner, item=Item.RECOVERY_PLAN, now=now)
    return propose(person=by.care_team.person, proposer_id=by.pk, name=by.worker.name, draft=draft, now=now)


class ProposalForm(forms.Form):
    """A new line for a part, or other words for a line, or that one is left out; and why."""

    about = forms.ChoiceField(label=_("About which line"), required=False)
    part = forms.ChoiceField(
        label=_("In which part"),
        choices=[(part.value, words.for_others) for part, words in PARTS.items()],
        help_text=_("Only for a new line."),
    )
    text = forms.CharField(
        label=_("Your words for it"), required=False, max_length=LONG, widget=forms.Textarea({"rows": 3})
    )
    leaves_out = forms.BooleanField(label=_("Leave this line out of the plan"), required=False)
    why = forms.CharField(
        label=_("Why"), max_length=LONG, widget=forms.Textarea({"rows": 3}), help_text=_("They read it first.")
    )

    def __init__(self, parts: Iterable[Any], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lines = [(str(one.title), [(line.id, line.text) for line in one.lines]) for one in parts if one.lines]
        offer(self, "about", [("", _("A new line")), *lines])

    def clean(self) -> dict[str, Any]:
        """Say what is missing, by the field in which it is."""
        said: dict[str, Any] = super().clean() or {}
        if said.get("leaves_out") and not said.get("about"):
            self.add_error("about", _("Choose the line that is to be left out."))
        if not said.get("leaves_out") and not (said.get("text") or "").strip():
            self.add_error("text", _("Write what the line would say."))
        return said

    def draft(self) -> Draft:
        """What was said, as the plan understands it."""
        said = self.cleaned_data
        change = Change.ADD if not said["about"] else Change.REMOVE if said["leaves_out"] else Change.EDIT
        text = "" if change is Change.REMOVE else said["text"]
        return Draft(Part(said["part"]), change, text, said["why"], said["about"])
