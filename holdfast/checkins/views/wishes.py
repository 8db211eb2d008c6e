"""What I want to see and to be asked."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from holdfast.accounts.requests import Asked
from holdfast.checkins.check_forms import WishesForm, wishes_initial
from holdfast.checkins.wishes import set_wishes, wishes_of
from holdfast.web.moment import now_of


@require_http_methods(["GET", "POST"])
def check_in_wishes(request: Asked) -> HttpResponse:
    """Switch parts on and off."""
    form = WishesForm(
        request.POST if request.method == "POST" else None, initial=wishes_initial(wishes_of(request.user))
    )
    if form.is_valid():
        set_wishes(by=request.user, facts=form.facts(), now=now_of(request))
        messages.info(request, _("Kept."))
        return redirect("check_in")
    return render(request, "checkins/check_wishes.html", {"form": form, "nav_current": "tend"})
