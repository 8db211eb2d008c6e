"""The account: overview, recovery codes, a lost passphrase."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlencode

from allauth.account.decorators import reauthentication_required
from allauth.account.views import SignupView
from allauth.core import ratelimit
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from holdfast.accounts.actions import change_preferences, end_other_sessions
from holdfast.accounts.forms import PreferencesForm, RecoverForm
from holdfast.accounts.recovery import CodeRefused, codes_left, make_codes, use_code
from holdfast.accounts.requests import Asked
from holdfast.web.moment import now_of

JUST_NOW = timedelta(minutes=15)


@require_http_methods(["GET", "POST"])
def account(request: Asked) -> HttpResponse:
    """What protects the account, and what can be done with it."""
    person = request.user
    initial = {name: getattr(person, name) for name in ("time_zone", "language", "supports_someone")}
    form = PreferencesForm(request.POST or None, initial=initial)
    if form.is_valid():
        change_preferences(by=person, **form.cleaned_data)
        messages.info(request, _("Kept."))
        response = redirect("account")
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, person.language, samesite="Lax", httponly=True)
        return response
    keys = set(Authenticator.objects.filter(user=person).values_list("type", flat=True))
    shown = {"form": form, "codes": codes_left(person), "keys": keys, "mail": bool(settings.EMAIL_HOST)}
    return render(request, "accounts/account.html", {**shown, "nav_current": "account"})


def _is_settled(request: Asked) -> bool:
    """Whoever signed up a moment ago has just typed the passphrase; later it is asked for again."""
    return now_of(request) - request.user.created_at > JUST_NOW


class SignUp(SignupView):
    """The codes come before anything else; then on to where the person was going."""

    def get_success_url(self) -> str:
        """The codes page, which knows what comes after it."""
        codes, onward = reverse("recovery_codes"), self.get_next_url()  # type: ignore[no-untyped-call]  # allauth is not typed
        return f"{codes}?{urlencode({'next': onward})}" if onward else codes


def _onward(request: HttpRequest) -> str:
    """A page of our own that the person was on the way to, else the first evening."""
    wanted: str = request.POST.get("next", "") or request.GET.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if is_ours else reverse("start")


@require_http_methods(["GET", "POST"])
@reauthentication_required(enabled=_is_settled)  # type: ignore[untyped-decorator]  # allauth is not typed
def recovery_codes(request: Asked) -> HttpResponse:
    """Eight codes, shown once, on the answer to a tap."""
    codes = make_codes(by=request.user, now=now_of(request)) if request.method == "POST" else []
    shown = {"codes": codes, "left": codes_left(request.user), "onward": _onward(request)}
    return render(request, "accounts/codes.html", shown)


@login_not_required
@require_http_methods(["GET", "POST"])
def recover(request: HttpRequest) -> HttpResponse:
    """A new passphrase for a code; a second factor is still asked for at the sign-in that follows."""
    form = RecoverForm(request.POST or None)
    if request.method == "POST":
        key = request.POST.get("nickname", "").strip().lower()
        if not ratelimit.consume(request, action="recover", key=key):
            return render(request, "429.html", status=429)
    if form.is_valid():
        try:
            use_code(now=now_of(request), **form.cleaned_data)
        except CodeRefused:
            form.add_error(
                "code", _("This nickname and this code do not go together. Check both, or use another code.")
            )
        else:
            messages.info(request, _("Your new passphrase is set. Sign in with it."))
            return redirect("account_login")
    return render(request, "accounts/recover.html", {"form": form})


@require_POST
def sessions_end(request: Asked) -> HttpResponse:
    """Sign out everywhere else."""
    count = end_other_sessions(by=request.user, keep=request.session.session_key)
    said = ngettext("Signed out on %(n)s other device.", "Signed out on %(n)s other devices.", count)
    messages.info(request, said % {"n": count})
    return redirect("account")


@require_http_methods(["GET", "POST"])
@login_not_required
def sign_out(request: HttpRequest) -> HttpResponse:
    """Sign out, and ask the browser to forget what it kept of us."""
    if request.method == "GET":
        return render(request, "accounts/sign_out.html")
    logout(request)
    response = redirect("welcome")
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response
