"""Something told once to a chosen circle."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from holdfast.accounts.models import Person
from holdfast.accounts.requests import Asked
from holdfast.asks import actions
from holdfast.asks.access import updates_of
from holdfast.supporters.models import Agreement
from holdfast.supporters.queries import agreements_of
from holdfast.web.forms import offer
from holdfast.web.moment import now_of


class UpdateForm(forms.Form):
    """The words, and who reads them. Nobody is ticked beforehand."""

    text = forms.CharField(
        label=gettext_lazy("What would you like to tell?"), max_length=2000, widget=forms.Textarea(attrs={"rows": 5})
    )
    circle = forms.MultipleChoiceField(
        label=gettext_lazy("Who may read it?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one person.")},
    )

    def __init__(self, data: QueryDict | None, person: Person) -> None:
        super().__init__(data)
        self.agreements = {str(one.pk): one for one in agreements_of(person)}
        offer(self, "circle", [(key, one.tie.name) for key, one in self.agreements.items()])

    def chosen(self) -> list[Agreement]:
        """Who was chosen."""
        return [self.agreements[key] for key in self.cleaned_data["circle"]]


@require_http_methods(["GET", "POST"])
def updates(request: Asked) -> HttpResponse:
    """Tell something once, and see what was told to whom."""
    form = UpdateForm(request.POST or None, request.user)
    if form.is_valid():
        circle = form.chosen()
        actions.tell_update(by=request.user, text=form.cleaned_data["text"], circle=circle, now=now_of(request))
        messages.info(request, _("Saved. They get a short message with a link, and read it there."))
        return redirect("updates")
    told = updates_of(request.user).prefetch_related("told__tie")[:20]
    return render(request, "asks/updates.html", {"form": form, "told": told, "nav_current": "asks"})


@require_POST
def update_take_back(request: Asked, update_id: UUID) -> HttpResponse:
    """Nobody can read it from now on."""
    update = get_object_or_404(updates_of(request.user), pk=update_id)
    actions.take_back_update(update=update, now=now_of(request))
    messages.info(request, _("It is taken back. Nobody can read it any more."))
    return redirect("updates")
