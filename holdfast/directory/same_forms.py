"""The address of another listing, as it is pasted."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from holdfast.directory.models import Listing

_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class JoinForm(forms.Form):
    """Which other listing is the same meeting."""

    other = forms.CharField(
        label=_("The address of the other listing"),
        help_text=_("Open the other listing, copy the address of its page and paste it here."),
        max_length=500,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "url"}),
    )

    def __init__(self, *args: Any, listing: Listing, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._listing = listing

    def clean_other(self) -> Listing:
        """The listing at that address."""
        found = _ID.search(self.cleaned_data["other"].casefold())
        other = Listing.objects.filter(pk=UUID(found[0])).first() if found else None
        if other is None:
            raise forms.ValidationError(_("Paste the address of a listing's page. There is no listing at this one."))
        mine = self._listing.merged_into_id or self._listing.pk
        if (other.merged_into_id or other.pk) == mine:
            raise forms.ValidationError(_("Paste the address of another listing. This one is part of it already."))
        return other
