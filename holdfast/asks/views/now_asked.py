"""After the second tap: what is true right now, read anew every few seconds."""

from __future__ import annotations

from hashlib import sha256
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from holdfast.accounts.requests import Asked
from holdfast.asks.access import hard_moment_for
from holdfast.asks.hard_moment import HardMoment, hard_moment, keep_moving, notes_of, say_fine, take_back
from holdfast.asks.views.now import shown_lines
from holdfast.domain.asks.hard_moment import Phase

UNCHANGED = 204


@require_GET
def asked(request: Asked, moment_id: UUID) -> HttpResponse:
    """The page; for htmx only the part that changes, and nothing at all while nothing did."""
    now = timezone.now()
    ask = keep_moving(hard_moment_for(request.user, moment_id), now=now)
    moment = hard_moment(ask, now=now)
    is_part = bool(request.headers.get("HX-Request"))
    if is_part and request.GET.get("seen") == _sum(moment):
        return HttpResponse(status=UNCHANGED)
    shown = {"moment": moment, "seen": _sum(moment), "is_live": moment.phase is not Phase.OVER}
    template = "asks/now/_asked.html" if is_part else "asks/now/asked.html"
    return render(request, template, {**shown, "notes": notes_of(request.user), **shown_lines(request)})


def _sum(moment: HardMoment) -> str:
    """The same while the page would say the same."""
    return sha256(repr((moment.phase, moment.asked, moment.waves)).encode()).hexdigest()[:12]


@require_POST
def cancel(request: Asked, moment_id: UUID) -> HttpResponse:
    """Within ten seconds nobody hears of it."""
    ask = take_back(ask=hard_moment_for(request.user, moment_id), now=timezone.now())
    return redirect("support_now_asked", ask.pk)


@require_POST
def fine(request: Asked, moment_id: UUID) -> HttpResponse:
    """ "I'm OK now"."""
    ask = say_fine(ask=hard_moment_for(request.user, moment_id), now=timezone.now())
    return redirect("support_now_asked", ask.pk)
