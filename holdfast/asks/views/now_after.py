"""The day after a hard moment. Every part can be left out."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from holdfast.accounts.requests import Asked
from holdfast.asks.access import hard_moment_for
from holdfast.asks.actions import thank_for
from holdfast.asks.kind_words import kind_words_for
from holdfast.asks.looking_back import let_be, looking_back, write_afterwards
from holdfast.asks.queries import promises_kept
from holdfast.web.moment import now_of


class AfterwardsForm(forms.Form):
    """A few words, or none."""

    text = forms.CharField(
        label=gettext_lazy("How are you now?"),
        help_text=gettext_lazy("In your own words. Only you can read this."),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


@require_http_methods(["GET", "POST"])
def after(request: Asked, moment_id: UUID) -> HttpResponse:
    """How I am, whom to thank, whom to talk to, what to change."""
    ask = hard_moment_for(request.user, moment_id)
    form = AfterwardsForm(request.POST or None, initial={"text": ask.afterwards})
    if form.is_valid():
        write_afterwards(ask=ask, text=form.cleaned_data["text"])
        messages.info(request, _("Kept."))
        return redirect("support_now_after", ask.pk)
    now = now_of(request)
    shown = {"form": form, "back": looking_back(ask, now=now), "kind_words": kind_words_for(request.user, now=now)}
    return render(request, "asks/now/after.html", {**shown, "nav_current": "today"})


@require_POST
def thanks(request: Asked, moment_id: UUID, taken_id: UUID) -> HttpResponse:
    """Thank one of those who came."""
    ask = hard_moment_for(request.user, moment_id)
    promise = get_object_or_404(promises_kept(ask), pk=taken_id)
    thank_for(promise=promise, now=now_of(request))
    return redirect("support_now_after", ask.pk)


@require_POST
def done(request: Asked, moment_id: UUID) -> HttpResponse:
    """Done, or not wanted: the card goes."""
    let_be(ask=hard_moment_for(request.user, moment_id), now=now_of(request))
    return redirect("today")
