"""What an operator writes about sources."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from holdfast.directory.fetch import MAX_BYTES
from holdfast.directory.models import Source
from holdfast.directory.words import Words
from holdfast.domain.meetings.fellowships import FELLOWSHIPS
from holdfast.domain.meetings.formats import table

EVERY = [
    (0, _("Only when somebody asks")),
    (1, _("Every hour")),
    (6, _("Every 6 hours")),
    (24, _("Every day")),
    (168, _("Every week")),
]
TABLE_LABELS: Mapping[str, Words] = {
    "slug": _("Id of the row"),
    "name": _("Name"),
    "day": _("Day"),
    "time": _("Begins"),
    "end_time": _("Ends"),
    "timezone": _("Time zone"),
    "types": _("Codes of the source"),
    "location": _("Place"),
    "address": _("Street"),
    "formatted_address": _("Whole address"),
    "city": _("Town"),
    "state": _("State or province"),
    "postal_code": _("Postal code"),
    "country": _("Country"),
    "regions": _("Area"),
    "latitude": _("Latitude"),
    "longitude": _("Longitude"),
    "attendance_option": _("In person or online"),
    "languages": _("Language"),
    "fellowship": _("Programme"),
    "group": _("Group"),
    "notes": _("Notes"),
    "conference_url": _("Link to join"),
    "conference_phone": _("Number to join"),
    "url": _("Its own page"),
}
MAIN = (
    "name",
    "day",
    "time",
    "end_time",
    "timezone",
    "location",
    "address",
    "city",
    "state",
    "country",
    "types",
    "notes",
    "conference_url",
)
"""Fields asked for first; the rest is folded."""


def programmes() -> list[tuple[str, Any]]:
    """The choice of whose meetings they are."""
    named = sorted((one.name, code) for code, one in FELLOWSHIPS.items() if code != "other")
    return [("", _("Several, or the feed says it")), *((code, name) for name, code in named)]


class NewSourceForm(forms.Form):
    """An address or a file, and what is needed to read it."""

    address = forms.URLField(
        label=_("Address of the feed"),
        required=False,
        max_length=200,
        assume_scheme="https",
        help_text=_("It begins with https://. We ask it again from time to time."),
    )
    file = forms.FileField(
        label=_("Or a file"), required=False, help_text=_("Meeting Guide, BMLT, a calendar or a table (CSV).")
    )
    name = forms.CharField(
        label=_("Name of the source"), max_length=200, help_text=_("People read it on every page of a meeting.")
    )
    fellowship = forms.ChoiceField(label=_("Whose meetings are they?"), required=False, choices=programmes)
    licence = forms.CharField(
        label=_("Licence"), required=False, max_length=200, help_text=_("What allows you to show them, if you know.")
    )

    def clean_address(self) -> str:
        """Only what can be fetched."""
        address = str(self.cleaned_data["address"])
        if address and not address.startswith("https://"):
            raise forms.ValidationError(_("Enter an address that begins with https://"))
        return address

    def clean_file(self) -> UploadedFile[Any] | None:
        """Not too large."""
        return sized(self.cleaned_data["file"])

    def clean(self) -> dict[str, Any]:
        """One of the two."""
        said = self.cleaned_data
        if not self.errors and bool(said.get("address")) == bool(said.get("file")):
            self.add_error("address", _("Enter an address or choose a file, one of the two."))
        return said


class FileForm(forms.Form):
    """A newer file of a source."""

    file = forms.FileField(label=_("The newer file"))

    def clean_file(self) -> UploadedFile[Any] | None:
        """Not too large."""
        return sized(self.cleaned_data["file"])


def sized(file: UploadedFile[Any] | None) -> UploadedFile[Any] | None:
    """The file, if it is not larger than what is fetched from an address."""
    if file is not None and (file.size or 0) > MAX_BYTES:
        raise forms.ValidationError(_("Choose a file of 50 MB or less."))
    return file


class SourceForm(forms.ModelForm):  # type: ignore[type-arg]  # generic in the stubs only
    """What is known of a source, and how it is treated."""

    fetch_every_hours = forms.TypedChoiceField(label=_("How often we ask it"), choices=EVERY, coerce=int)
    fellowship = forms.ChoiceField(label=_("Whose meetings are they?"), required=False, choices=programmes)
    website = forms.URLField(
        label=_("Website"),
        required=False,
        max_length=500,
        assume_scheme="https",
        help_text=_("Where people can read about the source."),
    )

    class Meta:
        model = Source
        fields = (
            "name",
            "licence",
            "website",
            "fellowship",
            "fetch_every_hours",
            "rank",
            "waits_for_a_look",
            "is_published",
        )
        labels = {
            "name": _("Name of the source"),
            "licence": _("Licence"),
            "rank": _("Rank"),
            "waits_for_a_look": _("Show me each change before it is taken over"),
            "is_published": _("Its listings may be given on to others"),
        }
        help_texts = {
            "rank": _("Where two sources disagree about a meeting, the one with the higher number is believed."),
            "is_published": _("Only where its licence allows it. They are shown here in any case."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "://" not in self.instance.key:
            del self.fields["fetch_every_hours"]


class ColumnsForm(forms.Form):
    """Which column of a table is which of our fields."""

    def __init__(self, data: Any, *, header: tuple[str, ...], columns: Mapping[str, str]) -> None:
        super().__init__(data, prefix="c")
        choices = [("", _("none")), *((str(at), name or f"({at + 1})") for at, name in enumerate(header))]
        self._header = header
        for name in sorted(table.FIELDS, key=lambda one: MAIN.index(one) if one in MAIN else len(MAIN)):
            chosen = columns.get(name, "")
            self.fields[name] = forms.ChoiceField(
                label=str(TABLE_LABELS.get(name, table.COLUMNS[name])),
                required=False,
                choices=choices,
                initial=str(header.index(chosen)) if chosen in header else "",
            )

    def clean(self) -> dict[str, Any]:
        """A listing needs a name."""
        if not self.errors and not self.cleaned_data.get("name"):
            self.add_error("name", _("Choose the column that holds the name."))
        return self.cleaned_data

    @property
    def columns(self) -> dict[str, str]:
        """Our field -> its column, as chosen."""
        return {name: self._header[int(at)] for name, at in self.cleaned_data.items() if at}

    @property
    def main(self) -> list[forms.BoundField]:
        """The fields asked for first."""
        return [self[name] for name in self.fields if name in MAIN]

    @property
    def more(self) -> list[forms.BoundField]:
        """The folded ones."""
        return [self[name] for name in self.fields if name not in MAIN]
