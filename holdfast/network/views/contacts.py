"""Contacts from a file, picked one by one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from holdfast.accounts.requests import Asked
from holdfast.domain.network import Role
from holdfast.network import actions, words
from holdfast.network.access import draft_for, ties_of
from holdfast.network.contacts import Contacts, read_contacts
from holdfast.network.drafts import forget_draft, import_picked, keep_draft
from holdfast.web.forms import offer
from holdfast.web.moment import now_of


class FileForm(forms.Form):
    """The file to read."""

    file = forms.FileField(
        label=gettext_lazy("A contacts file"),
        help_text=gettext_lazy("A .vcf file from a phone, or a .csv file. It is read once and not kept."),
    )


class PickForm(forms.Form):
    """Who of them belongs on the map, and as what."""

    picked = forms.MultipleChoiceField(
        label=gettext_lazy("Whom would you like on your map?"), widget=forms.CheckboxSelectMultiple, required=False
    )
    role = forms.ChoiceField(
        label=gettext_lazy("Add them as"),
        choices=words.roles_by_sector,
        initial=Role.FRIEND,
        help_text=gettext_lazy("You can change it for each of them afterwards."),
    )

    def __init__(self, *args: Any, contacts: Contacts, there: set[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(
            self,
            "picked",
            [
                (
                    str(number),
                    _("%(name)s (already on your map)") % {"name": one.name} if one.name in there else one.name,
                )
                for number, one in enumerate(contacts.found)
            ],
        )


@require_http_methods(["GET", "POST"])
def contacts_import(request: Asked) -> HttpResponse:
    """Choose a file; what cannot be read is named."""
    form = FileForm(request.POST or None, request.FILES or None)
    bad: tuple[Any, ...] = ()
    if form.is_valid():
        read = read_contacts(form.cleaned_data["file"].read(1024 * 1024 + 1))
        bad = read.bad
        if read.found:
            keep_draft(by=request.user, contacts=read, now=now_of(request))
            for row in bad[:20]:
                messages.warning(
                    request, _("Row %(row)s was left out: %(advice)s") % {"row": row.row, "advice": row.advice}
                )
            return redirect("contacts_pick")
    return render(request, "network/contacts_import.html", {"form": form, "bad": bad, "nav_current": "network"})


@require_http_methods(["GET", "POST"])
def contacts_pick(request: Asked) -> HttpResponse:
    """Pick; nothing is imported unpicked, and the rest is forgotten."""
    draft, now = draft_for(request.user), now_of(request)
    if draft is None:
        return redirect("contacts_import")
    contacts = Contacts.from_text(draft.rows)
    form = PickForm(request.POST or None, contacts=contacts, there={tie.name for tie in ties_of(request.user)})
    if form.is_valid():
        network = actions.main_network(by=request.user, name=_("My network"), now=now)
        picked = [contacts.found[int(number)] for number in form.cleaned_data["picked"]]
        role = Role(form.cleaned_data["role"])
        count = import_picked(by=request.user, network=network, picked=picked, role=role, now=now)
        messages.info(request, ngettext("%(n)s added.", "%(n)s added.", count) % {"n": count})
        forget_draft(by=request.user)
        return redirect("network")
    return render(request, "network/contacts_pick.html", {"form": form, "nav_current": "network"})
