"""The invitation a person handed over: nothing before the word told by voice, then a free choice."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from secrets import token_urlsafe
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from holdfast.accounts.requests import Asked
from holdfast.asks.queries import has_money
from holdfast.asks.views.link_visit import ALLOWED, Visit, by_token, gone, unseen
from holdfast.notices.actions import link_behind
from holdfast.supporters import actions
from holdfast.supporters.access import invitation_behind, own_limits_of, supporter_at
from holdfast.supporters.forms import AcceptForm, OfferForm, PasteForm, WordForm
from holdfast.supporters.models import Agreement, Invitation, Supporter
from holdfast.supporters.words import HELP
from holdfast.web.moment import now_of

NONCE = re.compile(r"[A-Za-z0-9_-]{32}")
"""A token of ours: the address the page will have, made when the form is shown, so that a second tap finds it."""


@login_not_required
@csrf_exempt
@require_http_methods(ALLOWED)
def invited(request: HttpRequest, token: str) -> HttpResponse:
    """Look at an invitation, and answer it. See `link_visit.by_link` on forms: here, too, the address is the key."""
    found = invitation_behind(token, now=now_of(request))
    if found is None:
        return unseen(_page_already(request) or gone(request))
    if found.code and not _is_told(request, found):
        return _word(request, token)
    answered = DO.get(request.POST.get("do", ""), _look)
    return unseen(answered(request, found))


def invited_on_page(request: HttpRequest, visit: Visit, invitation: str = "") -> HttpResponse:
    """One more person, for somebody who has a page: same limits, one page, and nobody learns of the others."""
    if not invitation:
        form = PasteForm(request.POST or None)
        if form.is_valid():
            return visit.to(f"invited/{form.token()}/")
        return visit.shown(request, "asks/link_paste.html", {"form": form})
    found = invitation_behind(invitation, now=visit.now)
    if found is None:
        return gone(request)
    if found.code and not _is_told(request, found):
        return _word(request, invitation)
    return _one_more(request, found, visit.supporter, visit)


def invited_by_account(request: Asked, invitation: str) -> HttpResponse:
    """The same for somebody signed in, who may not have helped anybody yet."""
    now = now_of(request)
    found = invitation_behind(invitation, now=now)
    if found is None:
        return gone(request)
    if found.code and not _is_told(request, found):
        return _word(request, invitation, is_link=False)
    mine = own_limits_of(request.user)
    visit = Visit(mine or Supporter(), reverse("helping"), is_link=False, now=now)
    zone = actions.Limits(time_zone=request.user.time_zone)
    newcomer = actions.Newcomer(limits=zone, account=request.user, language=request.user.language)
    return _one_more(request, found, mine or newcomer, visit)


def _one_more(request: HttpRequest, found: Invitation, who: Supporter | actions.Newcomer, visit: Visit) -> HttpResponse:
    form = OfferForm(request.POST if request.POST.get("do") == "accept" else None, **_hopes(found))
    if request.POST.get("do") == "decline":
        return _decline(request, found)
    if form.is_valid():
        try:
            agreement = _agreed(found, who, form)
        except actions.AlreadyAgreed:
            form.add_error(None, form.twice)
        except actions.InvitationRefused:
            return gone(request)
        else:
            return visit.to(f"people/{agreement.pk}/", "kept")
    return visit.shown(request, "asks/link_invited.html", {**_shown(request, found), "form": form, "is_new": False})


def _look(request: HttpRequest, found: Invitation) -> HttpResponse:
    form = AcceptForm(initial={"time_zone": found.person.time_zone}, **_hopes(found))
    shown = {**_shown(request, found), "form": form, "paste": PasteForm(), "nonce": token_urlsafe(24), "is_new": True}
    return by_token(request, "asks/link_invited.html", shown)


def _accept(request: HttpRequest, found: Invitation) -> HttpResponse:
    """A page of their own, at the address that was made when the form was shown."""
    form, nonce = AcceptForm(request.POST, **_hopes(found)), request.POST.get("nonce", "")
    if not form.is_valid() or not NONCE.fullmatch(nonce):
        return _once_more(request, found, form, nonce if NONCE.fullmatch(nonce) else token_urlsafe(24))
    language = (translation.get_language() or "en")[:2]
    who = actions.Newcomer(limits=form.limits(), language=language)
    try:
        with transaction.atomic():
            agreement = _agreed(found, who, form)
            actions.open_page(supporter=agreement.supporter, token=nonce, now=now_of(request))
    except actions.InvitationRefused:
        return _page_already(request) or gone(request)
    except IntegrityError:  # this address is a page already: of an earlier form
        return _once_more(request, found, form, token_urlsafe(24))
    return redirect(f"{reverse('link', args=[nonce])}ways/?done=accepted")


def _once_more(request: HttpRequest, found: Invitation, form: AcceptForm, nonce: str) -> HttpResponse:
    """The form again, with what was typed."""
    shown = {**_shown(request, found), "form": form, "paste": PasteForm(), "nonce": nonce, "is_new": True}
    return by_token(request, "asks/link_invited.html", shown)


def _agreed(found: Invitation, who: Supporter | actions.Newcomer, form: OfferForm) -> Agreement:
    return actions.accept_invitation(invitation=found, who=who, offered=form.facts(), now=timezone.now())


def _page_already(request: HttpRequest) -> HttpResponse | None:
    """The second of two taps: the first one opened the page already."""
    nonce = request.POST.get("nonce", "")
    if NONCE.fullmatch(nonce) and link_behind(nonce, now=now_of(request)):
        return redirect(f"{reverse('link', args=[nonce])}ways/?done=accepted")
    return None


def _decline(request: HttpRequest, found: Invitation) -> HttpResponse:
    said = request.POST.get("said", "").strip()[:500]
    actions.decline_invitation(invitation=found, said=said, now=now_of(request))
    return by_token(request, "asks/link_declined.html", {})


def _later(request: HttpRequest, found: Invitation) -> HttpResponse:
    """Nothing is written down: the link works until its day."""
    return by_token(request, "asks/link_later.html", {"invitation": found})


def _to_page(request: HttpRequest, found: Invitation) -> HttpResponse:
    """They have a page already and pasted its address: on to it, with this invitation."""
    paste = PasteForm(request.POST)
    if paste.is_valid() and supporter_at(paste.token(), now=now_of(request)):
        return redirect(f"{reverse('link', args=[paste.token()])}invited/{found.token}/")
    if not paste.errors:
        paste.add_error("address", paste.unknown)
    form = AcceptForm(initial={"time_zone": found.person.time_zone}, **_hopes(found))
    shown = {**_shown(request, found), "form": form, "paste": paste, "nonce": token_urlsafe(24), "is_new": True}
    return by_token(request, "asks/link_invited.html", shown)


def _word(request: HttpRequest, token: str, *, is_link: bool = True) -> HttpResponse:
    """Asks for the word; after too many wrong ones the link opens nothing any more."""
    form = WordForm(request.POST or None)
    if form.is_valid():
        if invitation_behind(token, now=now_of(request)) is None:
            return gone(request)
        form.add_error("code", form.wrong)
    shown = {"form": form}
    return by_token(request, "asks/link_word.html", shown) if is_link else render(request, "asks/link_word.html", shown)


def _is_told(request: HttpRequest, found: Invitation) -> bool:
    said = request.POST.get("code", "")
    return bool(said) and actions.try_word(invitation=found, said=said)


def _hopes(found: Invitation) -> dict[str, Any]:
    return {"hoped": found.hoped_kinds, "with_money": has_money(found.person)}


def _shown(request: HttpRequest, found: Invitation) -> dict[str, Any]:
    return {
        "invitation": found,
        "name": found.person_name,
        "hoped_kinds": [HELP[kind] for kind in found.hoped_kinds],
        "code": request.POST.get("code", "") if found.code else "",
    }


DO: Mapping[str, Callable[[HttpRequest, Invitation], HttpResponse]] = {
    "accept": _accept,
    "decline": _decline,
    "later": _later,
    "page": _to_page,
}
