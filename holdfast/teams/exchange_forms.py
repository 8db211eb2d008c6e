"""Forms for files in the form of health care, for contacts, and for the page on paper."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, cast

from django import forms
from django.core import signing
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from holdfast.accounts.models import Person
from holdfast.consent.caseload import Given
from holdfast.consent.words import ITEMS
from holdfast.domain.consent import Item
from holdfast.domain.fhir.reading import Found, Into, LineDraft, Participant
from holdfast.domain.network import Role
from holdfast.network.access import ties_of
from holdfast.network.contacts_out import TABLE, VCARD
from holdfast.network.models import Tie
from holdfast.network.words import roles_by_sector
from holdfast.teams.exchange import CAN_GO, Choice
from holdfast.teams.exchange_drafts import Placed, place_of
from holdfast.teams.exchange_paper import Portion
from holdfast.teams.exchange_words import MINE, PORTIONS, places
from holdfast.web.forms import offer

SALT = "holdfast.teams.exchange"
KEPT_FOR = 24 * 60 * 60
MOST_WORDS = 2000


class OwnFileForm(forms.Form):
    """What the person takes of their own. Nothing is ticked beforehand."""

    items = forms.MultipleChoiceField(
        label=gettext_lazy("What goes into the file?"),
        choices=[(item.value, MINE[item]) for item in CAN_GO],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    with_numbers = forms.BooleanField(label=gettext_lazy("With the numbers and addresses on my map"), required=False)
    with_arranged = forms.BooleanField(label=gettext_lazy("What teams recommended or arranged for me"), required=False)
    called = forms.CharField(
        label=gettext_lazy("What the file calls you"),
        max_length=60,
        help_text=gettext_lazy("Any name you like. Nothing else about you is in it: no birthday, no address."),
    )

    def clean(self) -> dict[str, Any]:
        """An empty file helps nobody."""
        said = super().clean() or {}
        if not said.get("items") and not said.get("with_arranged"):
            self.add_error("items", _("Tick at least one."))
        return said

    def choice(self) -> Choice:
        """What was ticked."""
        said = self.cleaned_data
        items = frozenset(Item(item) for item in said["items"])
        return Choice(items, said["called"], said["with_numbers"], said["with_arranged"])


class BringForm(forms.Form):
    """A file of a clinic."""

    file = forms.FileField(
        label=gettext_lazy("A FHIR file"),
        help_text=gettext_lazy("A .json file with a care team, a plan or goals. It is read once and not kept."),
    )


def carried(found: Found, person: Person) -> str:
    """What was read, on its way through the page: signed, and kept nowhere."""
    people = [[one.name, one.role, one.said, one.phones, one.mails] for one in found.participants]
    lines = [[one.into, one.part, one.text] for one in found.lines]
    return signing.dumps([people, lines], salt=f"{SALT}.{person.pk}", compress=True)


def found_in(text: str, person: Person) -> Found | None:
    """The same again; None if it is not ours, another person's, or older than a day."""
    try:
        people, lines = signing.loads(text, salt=f"{SALT}.{person.pk}", max_age=KEPT_FOR)
    except signing.BadSignature:
        return None
    return Found(
        tuple(Participant(name, Role(role), said, tuple(tel), tuple(mail)) for name, role, said, tel, mail in people),
        tuple(LineDraft(Into(into), part, words) for into, part, words in lines),
    )


class DraftForm(forms.Form):
    """Which drafts are taken, and where each goes. Nothing is ticked beforehand."""

    def __init__(self, *args: Any, found: Found, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._found = found
        there = {tie.name for tie in ties_of(person)}
        self.people = [self._person(place, one, one.name in there) for place, one in enumerate(found.participants)]
        self.lines = [self._line(place, one) for place, one in enumerate(found.lines)]

    def _person(self, place: int, one: Participant, is_there: bool) -> dict[str, Any]:
        label = _("%(name)s (already on your map)") % {"name": one.name} if is_there else one.name
        choices = roles_by_sector()
        where = _("%(name)s is") % {"name": one.name}
        self.fields[f"as-person-{place}"] = forms.ChoiceField(label=where, choices=choices, initial=one.role)
        return self._row(f"person-{place}", label, one.said)

    def _line(self, place: int, one: LineDraft) -> dict[str, Any]:
        where = forms.ChoiceField(label=_("It goes to"), choices=places(), initial=place_of(one))
        self.fields[f"as-line-{place}"] = where
        return self._row(f"line-{place}", one.text)

    def _row(self, key: str, label: str, said: str = "") -> dict[str, Any]:
        hint = escape(said)  # the field's template prints hints as they are
        self.fields[f"take-{key}"] = forms.BooleanField(label=label, required=False, help_text=hint)
        return {"take": self[f"take-{key}"], "place": self[f"as-{key}"]}

    def people_taken(self) -> dict[Participant, Role]:
        """Those who were ticked, with the role that was said."""
        said = self.cleaned_data
        every = enumerate(self._found.participants)
        return {one: Role(said[f"as-person-{place}"]) for place, one in every if said[f"take-person-{place}"]}

    def lines_taken(self) -> list[Placed]:
        """The lines that were ticked, with the place that was said."""
        said = self.cleaned_data
        taken = [
            (one.text, said[f"as-line-{place}"])
            for place, one in enumerate(self._found.lines)
            if said[f"take-line-{place}"]
        ]
        return [Placed(text, Into(where.split("-")[0]), where.split("-")[1]) for text, where in taken]


class ContactsForm(forms.Form):
    """Whose numbers leave, and as what."""

    ties = forms.MultipleChoiceField(label=gettext_lazy("Who?"), widget=forms.CheckboxSelectMultiple)
    form = forms.ChoiceField(
        label=gettext_lazy("As what?"),
        choices=[(VCARD, gettext_lazy("Contacts for a phone (.vcf)")), (TABLE, gettext_lazy("A table (.csv)"))],
        initial=VCARD,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, ties: Iterable[Tie], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._ties = {str(tie.pk): tie for tie in ties}
        field = cast("forms.MultipleChoiceField", self.fields["ties"])
        field.choices = [(key, tie.name) for key, tie in self._ties.items()]

    def chosen(self) -> list[Tie]:
        """Those who were ticked, in the order of the map."""
        return [tie for key, tie in self._ties.items() if key in self.cleaned_data["ties"]]


class PaperForm(forms.Form):
    """What stands on the page: portions by one tick each, lines ticked one by one, and words of one's own."""

    portions = forms.MultipleChoiceField(
        label=gettext_lazy("What goes on the page?"), widget=forms.CheckboxSelectMultiple, required=False
    )
    with_names = forms.BooleanField(
        label=gettext_lazy("Also the names and numbers of people"),
        required=False,
        help_text=gettext_lazy("Without it nobody is named. People stand there as friend or sister, and no more."),
    )
    own_words = forms.CharField(
        label=gettext_lazy("What I want to say first"),
        max_length=MOST_WORDS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    called = forms.CharField(label=gettext_lazy("My name on the page"), max_length=60, required=False)
    whom = forms.CharField(
        label=gettext_lazy("For whom it is"),
        max_length=100,
        required=False,
        help_text=gettext_lazy("For example: Dr Dee, Thursday at 10."),
    )
    lines = forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple, required=False)

    def __init__(self, *args: Any, portions: Sequence[Portion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._portions = {one.item.value: one for one in portions}
        lines = [line for one in portions for section in one.sections for line in section.lines]
        offer(self, "lines", lines)
        offer(self, "portions", [(key, PORTIONS[one.item]) for key, one in self._portions.items()])

    @property
    def names_anybody(self) -> bool:
        """Whether there is a line that names somebody, so that it can be asked."""
        return any(one.keys(with_names=True) != one.keys(with_names=False) for one in self._portions.values())

    def chosen(self) -> list[str]:
        """The keys of every line that was taken, by itself or in a portion."""
        said = self.cleaned_data
        keys = (key for one in said["portions"] for key in self._portions[one].keys(with_names=said["with_names"]))
        return list(dict.fromkeys([*said["lines"], *keys]))


class GrantedFileForm(forms.Form):
    """What a worker takes along of what was granted."""

    items = forms.MultipleChoiceField(
        label=gettext_lazy("What do you take along?"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, may: Iterable[Given], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast("forms.MultipleChoiceField", self.fields["items"])
        field.choices = [(one.item.value, ITEMS[one.item]) for one in may]

    def items_taken(self) -> frozenset[Item]:
        """What was ticked."""
        return frozenset(Item(item) for item in self.cleaned_data["items"])
