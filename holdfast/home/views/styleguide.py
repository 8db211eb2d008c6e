"""Every component on one page, for whoever changes how things look. Only served with HOLDFAST_DEBUG."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from holdfast.home.forms import LookForm
from holdfast.network.forms import QuickTieForm


@login_not_required
@require_GET
def styleguide(request: HttpRequest) -> HttpResponse:
    """Type, buttons, lists, notices and forms, one of them with a mistake in it."""
    wrong = QuickTieForm({"kinds": ["emotional"]})
    return render(request, "home/styleguide.html", {"form": LookForm(), "wrong": wrong})
