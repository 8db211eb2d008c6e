"""After the second tap: what is true right now, read anew every few seconds."""

from __future__ import annotations

from hashlib import sha256
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from holdfast.accounts.requests import Asked
from holdfast.asks.access import hard_moment_for
from holdfast.asks.actions import close_ask
from holdfast.asks.hard_moment import HardMoment, hard_moment, keep_moving, notes_of, take_back
from holdfast.asks.own_first import own_steps
from holdfast.asks.views.now import shown_lines
from holdfast.web.moment import now_of

UNCHANGED = 204


@require_GET
def asked(request: Asked, moment_id: UUID) -> HttpResponse:
    """The page; for htmx only the part that changes, and nothing at all while nothing did."""
    now = now_of(request)
    ask = keep_moving(hard_moment_for(request.user, moment_id), now=now)
    moment = hard_moment(ask, now=now)
    is_part = bool(request.headers.get("HX-Request"))
    if is_part and request.GET.get("seen") == _sum(moment):
        return HttpResponse(status=UNCHANGED)
    shown = {"moment": moment, "seen": _sum(moment)}
    template = "asks/now/_asked.html" if is_part else "asks/now/asked.html"
    mine = {"notes": notes_of(request.user), "own_steps": own_steps(request.user)}
    return render(request, template, {**shown, **mine, **shown_lines(request)})


def _sum(moment: HardMoment) -> str:
    """The same while the page would say the same."""
    return sha256(repr((moment.stand, moment.asked, moment.waves)).encode()).hexdigest()[:12]


@require_POST
def cancel(request: Asked, moment_id: UUID) -> HttpResponse:
    """Within ten seconds it is as if it had never been."""
    ask = take_back(ask=hard_moment_for(request.user, moment_id), now=now_of(request))
    if ask:
        return redirect("support_now_asked", ask.pk)
    messages.info(request, _("Stopped. Nobody heard of it."))
    return redirect("support_now")


@require_POST
def fine(request: Asked, moment_id: UUID) -> HttpResponse:
    """ "I'm OK now": over for everyone."""
    ask = close_ask(ask=hard_moment_for(request.user, moment_id), now=now_of(request))
    return redirect("support_now_asked", ask.pk)
