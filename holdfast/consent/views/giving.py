"""Sharing something new, one small step at a time: with whom, what, why and how long, the text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from holdfast.accounts.requests import Asked
from holdfast.consent import drafts
from holdfast.consent.access import grants_of, item_numbered, known_viewer
from holdfast.consent.actions import Incomplete, Words, give_grant_once
from holdfast.consent.caseload import Pass
from holdfast.consent.drafts import Sharing
from holdfast.consent.forms import AgreeForm, SignForm, WhatForm, WhyForm
from holdfast.consent.items import all_shown, empty_for, shown_as
from holdfast.consent.record import NOBODY
from holdfast.consent.showing import Look, preview
from holdfast.consent.texts import VERSION, Signed, text_of
from holdfast.consent.viewers import Known, known_to
from holdfast.consent.words import ITEMS
from holdfast.domain.consent import PRESET, Item
from holdfast.web.moment import now_of

HERE: dict[str, Any] = {"nav_current": "tend"}
Step = Callable[..., HttpResponse]


@require_safe
def sharing_new(request: Asked) -> HttpResponse:
    """With whom: those who may look today."""
    return render(request, "consent/whom.html", {"known": known_to(request.user), **HERE})


@require_http_methods(["GET", "POST"])
def sharing_what(request: Asked, viewer_id: UUID) -> HttpResponse:
    """What: each thing by itself, nothing ticked."""
    known = known_viewer(request.user, viewer_id)
    sharing = _kept(request, known) or _begun(request, known)
    told = request.POST if request.method == "POST" else None
    form = WhatForm(told, empty=empty_for(request.user), initial={"items": sorted(sharing.items)})
    if form.is_valid():
        drafts.keep(request.session, request.user, replace(sharing, items=form.chosen()))
        return redirect("sharing_why", viewer_id)
    shown = {"known": known, "form": form, "is_any": bool(all_shown())}
    return render(request, "consent/what.html", {**shown, **HERE})


@require_http_methods(["GET", "POST"])
def sharing_why(request: Asked, viewer_id: UUID) -> HttpResponse:
    """Why, and from when until when."""
    known = known_viewer(request.user, viewer_id)
    sharing = _kept(request, known)
    if sharing is None or not sharing.items:
        return redirect("sharing_what", viewer_id)
    told = request.POST if request.method == "POST" else None
    form = WhyForm(told, sharing=sharing, today=timezone.localdate())
    if form.is_valid():
        drafts.keep(request.session, request.user, form.said())
        return redirect("sharing_sign" if known.viewer.is_professional else "sharing_agree", viewer_id)
    return render(request, "consent/why.html", {"known": known, "form": form, **HERE})


@require_http_methods(["GET", "POST"])
@reauthentication_required
def sharing_sign(request: Asked, viewer_id: UUID) -> HttpResponse:
    """The whole text, signed with a typed name by somebody who has just given their passphrase."""
    return _agreeing(request, viewer_id, SignForm, is_professional=True)


@require_http_methods(["GET", "POST"])
def sharing_agree(request: Asked, viewer_id: UUID) -> HttpResponse:
    """The short text for a friend, and one tap."""
    return _agreeing(request, viewer_id, AgreeForm, is_professional=False)


def _agreeing(
    request: Asked, viewer_id: UUID, how: type[SignForm] | type[AgreeForm], *, is_professional: bool
) -> HttpResponse:
    known = known_viewer(request.user, viewer_id)
    if known.viewer.is_professional is not is_professional:
        raise Http404
    sharing = _kept(request, known)
    if sharing is None or sharing.purpose is None:
        return redirect("sharing_what", viewer_id)
    text = text_of(sharing)
    form = how(request.POST if request.method == "POST" else None)
    if form.is_valid() and _gave(request, sharing, text, form):
        return redirect("sharing")
    shown = {"known": known, "sharing": sharing, "text": text, "form": form, "items": _named(sharing.items)}
    return render(request, "consent/sign.html", {**shown, "mark": text.mark, **HERE})


def _gave(request: Asked, sharing: Sharing, text: Signed, form: SignForm | AgreeForm) -> bool:
    """Whether it was given. Not if the text is no longer the one on the page, or its last day has passed meanwhile."""
    if form.cleaned_data["mark"] != text.mark:
        form.add_error(None, _("The text has changed since you opened this page. Read it again, then agree."))
        return False
    now = now_of(request)
    draft = sharing.draft(signature=form.cleaned_data.get("signature", ""), now=now)
    words = Words(sharing.words, sharing.called, text.whole, VERSION)
    same = grants_of(request.user).filter(viewer_id=sharing.viewer.id)
    follows = same.filter(pk=sharing.follows).first() if sharing.follows else None
    try:
        give_grant_once(by=request.user, draft=draft, words=words, now=now, follows=follows)
    except Incomplete:
        form.add_error(None, _("Something is missing, or the last day is over. Go back and choose the days again."))
        return False
    drafts.forget(request.session)
    messages.info(request, _("Shared. You can stop it here at any time."))
    return True


@require_safe
def sharing_see(request: Asked, viewer_id: UUID, shared_number: int) -> HttpResponse:
    """One item as this viewer will see it; nobody looked, and nothing is written down."""
    known, item = known_viewer(request.user, viewer_id), item_numbered(shared_number)
    how = shown_as(item)
    if how is None:
        raise Http404
    now, sharing = now_of(request), _kept(request, known)
    ends_at = (sharing and sharing.draft(signature="", now=now).ends_at) or now + PRESET
    look = Look(item, Pass(NOBODY, known.viewer, ends_at), how.template, preview(request.user, item, now=now))
    called = sharing.called if sharing else known.calls_me or request.user.nickname
    shown = {"known": known, "look": look, "owner_name": called, "is_professional": known.viewer.is_professional}
    return render(request, "consent/see.html", {**shown, "sharing": sharing, "item": ITEMS[item], **HERE})


def _kept(request: Asked, known: Known) -> Sharing | None:
    return drafts.kept(request.session, request.user, known.viewer)


def _begun(request: Asked, known: Known) -> Sharing:
    return drafts.begun(
        known.viewer, known.full_name, known.calls_me or request.user.nickname, today=timezone.localdate()
    )


def _named(items: frozenset[Item]) -> list[tuple[int, Any]]:
    return [(number, ITEMS[item]) for number, item in enumerate(Item, start=1) if item in items]
