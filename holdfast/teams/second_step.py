"""What is asked of the account of a worker: short sessions, and a second factor before any page of their work."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from holdfast.accounts.models import Person
from holdfast.accounts.staying import has_second_factor
from holdfast.domain.sessions import AT_WORK, Stay
from holdfast.teams.queries import is_worker

WORK = "/work/"
"""Every page on which a worker sees anything of anybody begins so."""


def stay_at_work(account: Person, now: datetime) -> Stay | None:
    """As long as they may work, and on their own pages too: it is one account."""
    return AT_WORK if is_worker(account, now) else None


def second_step_first(request: HttpRequest, account: Person, now: datetime) -> HttpResponse | None:
    """Without a passkey or an app, one page that says so stands before the others."""
    page = reverse("work_second_step")
    if not request.path_info.startswith(WORK) or request.path == page:
        return None
    return redirect(page) if is_worker(account, now) and not has_second_factor(account) else None
