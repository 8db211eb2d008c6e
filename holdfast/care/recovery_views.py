"""The recovery plan: on one page, a part at a time, who helps, versions, looked over, and on paper."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from holdfast.accounts.requests import Asked
from holdfast.care import recovery
from holdfast.care.access import part_named, recovery_helper_for, recovery_line_for, version_for
from holdfast.care.models import RecoveryLine
from holdfast.care.proposals import waiting_for
from holdfast.care.recovery_forms import HelperForm, WayForm
from holdfast.care.recovery_queries import (
    kept_elsewhere,
    line_shown,
    lines_of_part,
    ties_to_choose,
    version_page,
    versions_shown,
    way_of,
)
from holdfast.care.recovery_words import PARTS, WHYS, WITH_CARE
from holdfast.care.today import looked_at, why_way_review
from holdfast.care.versions import take_back, words_of
from holdfast.checkins.access import own_goals_of
from holdfast.domain.recovery_plan import Part
from holdfast.domain.safety_plan import REVIEW_EVERY
from holdfast.web.moment import now_of

HERE: dict[str, Any] = {"nav_current": "tend"}


@require_safe
def way(request: Asked) -> HttpResponse:
    """All parts in order, on one page."""
    found = way_of(request.user)
    kept = found.kept
    more = {"next_on": looked_at(kept) + REVIEW_EVERY, "why": why_way_review(kept, now=now_of(request))} if kept else {}
    return render(request, "care/way.html", {"way": found, **more, "waiting": waiting_for(request.user), **HERE})


@require_http_methods(["GET", "POST"])
def way_part(request: Asked, way_part: str) -> HttpResponse:
    """Write one part: in one's own words, or what is kept elsewhere by a tap."""
    part = part_named(way_part)
    form = WayForm(request.POST if "text" in request.POST else None, part=part)
    try:
        if _took(request, part) or (form.is_valid() and _wrote(request, part, form)):
            return redirect("way_part", part.value)
    except recovery.PartFull:
        messages.info(request, _("This part is full. Take a line off first."))
    lines = lines_of_part(request.user, part)
    there = {line.text for line in lines}
    shown = {
        "lines": lines,
        "form": form,
        "suggested": [words for words in PARTS[part].suggested if str(words) not in there],
        **kept_elsewhere(request.user, part, lines),
    }
    return render(request, "care/way_part.html", {**_part(part), **shown, **HERE})


def _part(part: Part) -> dict[str, Any]:
    order = list(Part)
    place = order.index(part)
    following = order[place + 1] if place + 1 < len(order) else None
    return {
        "part": part,
        "number": place + 1,
        "parts": len(order),
        "words": PARTS[part],
        "next": following,
        "next_words": PARTS[following] if following else None,
        "is_careful": part in WITH_CARE,
    }


def _took(request: Asked, part: Part) -> bool:
    """Whether a goal of the person's own was tapped. Anybody else's is not there."""
    said = request.POST.get("goal", "")
    if part is not Part.GOALS or not said:
        return False
    try:
        goal = get_object_or_404(own_goals_of(request.user), pk=UUID(said))
    except ValueError:
        return False
    recovery.add_goal(by=request.user, goal=goal, now=now_of(request))
    return True


def _wrote(request: Asked, part: Part, form: WayForm) -> bool:
    recovery.add_line(by=request.user, part=part, text=form.said(), now=now_of(request))
    return True


@require_http_methods(["GET", "POST"])
def way_line(request: Asked, way_line_id: UUID) -> HttpResponse:
    """Say one line differently, take it off, or say who helps with it."""
    line = recovery_line_for(request.user, way_line_id)
    part, now = Part(line.part), now_of(request)
    if request.POST.get("do") == "remove":
        recovery.remove_line(line=line, now=now)
        messages.info(request, _("Taken off the plan. An earlier version still has it."))
        return redirect("way_part", part.value)
    form = WayForm(request.POST if "text" in request.POST else None, part=part, initial={"text": words_of(line)})
    if form.is_valid():
        if form.said() != words_of(line):
            recovery.change_line(line=line, text=form.said(), now=now)
        return redirect("way_part", part.value)
    helper = HelperForm(request.POST if "tie" in request.POST else None, ties=ties_to_choose(request.user))
    if helper.is_valid() and _helps(request, line, helper):
        return redirect("way_line", line.pk)
    return _line_page(request, line, form, helper)


def _helps(request: Asked, line: RecoveryLine, form: HelperForm) -> bool:
    said = form.cleaned_data
    try:
        recovery.set_helper(line=line, tie=said["tie"], does=said["does"].strip(), now=now_of(request))
    except recovery.PartFull:
        messages.info(request, _("That many people are enough for one line. Take somebody off first."))
    return True


def _line_page(request: Asked, line: RecoveryLine, form: WayForm, helper: HelperForm) -> HttpResponse:
    shown = {"row": line, "line": line_shown(line), "form": form, "helper": helper}
    return render(request, "care/way_line.html", {**_part(Part(line.part)), **shown, **HERE})


@require_POST
def way_line_move(request: Asked, way_line_id: UUID) -> HttpResponse:
    """One place up or down."""
    line = recovery_line_for(request.user, way_line_id)
    recovery.move_line(line=line, up=request.POST.get("to") != "down", now=now_of(request))
    return redirect("way_part", line.part)


@require_POST
def way_helper(request: Asked, way_line_id: UUID, way_helper_id: UUID) -> HttpResponse:
    """Somebody no longer stands with this line."""
    line = recovery_line_for(request.user, way_line_id)
    recovery.remove_helper(helper=recovery_helper_for(line, way_helper_id), now=now_of(request))
    return redirect("way_review") if "review" in request.POST else redirect("way_line", line.pk)


@require_http_methods(["GET", "POST"])
def way_review(request: Asked) -> HttpResponse:
    """Who is gone, what is open, and whether the plan still fits."""
    now = now_of(request)
    if request.method == "POST":
        recovery.note_review(by=request.user, now=now)
        messages.info(request, _("Kept. You looked it over today."))
        return redirect("way")
    found = way_of(request.user)
    if found.kept is None:
        return redirect("way")
    why = why_way_review(found.kept, now=now)
    shown = {"way": found, "since": looked_at(found.kept), "why": WHYS[why] if why else ""}
    return render(request, "care/way_review.html", {**shown, **HERE})


@require_safe
def way_paper(request: Asked) -> HttpResponse:
    """On paper: everything, one or two sheets."""
    shown = {"way": way_of(request.user), "printed_at": timezone.localtime()}
    return render(request, "care/way_paper.html", {**shown, **HERE})


@require_safe
def way_versions(request: Asked) -> HttpResponse:
    """How it came to be: every version with what changed in it."""
    return render(request, "care/way_versions.html", {"versions": versions_shown(request.user), **HERE})


@require_http_methods(["GET", "POST"])
def way_version(request: Asked, way_version: int) -> HttpResponse:
    """One version; take it back, and the plan is again as it was."""
    found = version_for(request.user, way_version)
    if request.method == "POST":
        why = _("Taken back from version %(number)s") % {"number": found.number}
        done = take_back(version=found, why=why, now=now_of(request))
        messages.info(request, _("Your plan is again as it was then.") if done else _("Your plan says this already."))
        return redirect("way")
    return render(request, "care/way_version.html", {**version_page(found), **HERE})
