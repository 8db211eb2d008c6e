"""Choosing well: in person or online, and how to look for a group."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from holdfast.directory.choosing import MattersForm, proposal
from holdfast.directory.search import holder


@sensitive_post_parameters()
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def compare(request: HttpRequest) -> HttpResponse:
    """In person and online side by side; answers come in the body and leave with the page."""
    form = MattersForm(request.POST or None, languages=holder.current().languages)
    found = proposal(form.cleaned_data) if form.is_valid() else None
    return render(request, "directory/compare.html", {"form": form, "proposal": found, "nav_current": "find"})


@login_not_required
@require_GET
def how(request: HttpRequest) -> HttpResponse:
    """Where to ask, what to say, and where to start with nobody."""
    return render(request, "directory/how.html", {"nav_current": "find"})
