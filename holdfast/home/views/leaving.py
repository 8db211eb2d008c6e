"""Erasing an account: in a week, or now."""

from __future__ import annotations

from allauth.account.decorators import reauthentication_required
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from holdfast.accounts.requests import Asked
from holdfast.home.actions import ask_erasure, cancel_erasure, erase_account
from holdfast.home.forms import EraseForm
from holdfast.home.queries import erasure_of
from holdfast.web.moment import now_of


@require_http_methods(["GET", "POST"])
@reauthentication_required
def erase(request: Asked) -> HttpResponse:
    """What will go, when, and the nickname typed once more."""
    person, now = request.user, now_of(request)
    form = EraseForm(request.POST or None, person=person)
    if not form.is_valid():
        return render(request, "home/erase.html", {"form": form, "waiting": erasure_of(person)})
    if form.cleaned_data["when"] == EraseForm.WEEK:
        ask_erasure(by=person, now=now)
        return redirect("erase")
    logout(request)
    erase_account(by=person, now=now)
    return redirect("erased")


@require_POST
def stay(request: Asked) -> HttpResponse:
    """The person changed their mind."""
    cancel_erasure(by=request.user, now=now_of(request))
    return redirect("today")


@login_not_required
@require_GET
def erased(request: HttpRequest) -> HttpResponse:
    """It is done; it says nothing about whose account it was. The browser forgets what it kept of us."""
    response = render(request, "home/erased.html")
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response
