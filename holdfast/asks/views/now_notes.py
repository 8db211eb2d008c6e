"""My own words for a hard moment, written in a calm one."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from holdfast.accounts.requests import Asked
from holdfast.asks.actions import write_notes
from holdfast.asks.hard_moment import notes_of
from holdfast.web.moment import now_of


class NotesForm(forms.Form):
    """One sheet of paper."""

    text = forms.CharField(
        label=gettext_lazy("My notes"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 14, "autocomplete": "off"}),
    )


@require_http_methods(["GET", "POST"])
def notes(request: Asked) -> HttpResponse:
    """Write them down; the first time with four beginnings."""
    starter = render_to_string("asks/now/starter.txt").strip()
    form = NotesForm(request.POST or None, initial={"text": notes_of(request.user) or f"{starter}\n"})
    if form.is_valid():
        text = form.cleaned_data["text"].replace("\r\n", "\n").strip()
        write_notes(by=request.user, text="" if text == starter else text, now=now_of(request))
        messages.info(request, _("Kept."))
        return redirect("support_now")
    return render(request, "asks/now/notes.html", {"form": form})
