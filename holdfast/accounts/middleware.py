"""A signed-in person's own language and time zone, and how long they stay signed in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

from holdfast.accounts.staying import gated, has_run_out, note_use
from holdfast.web.moment import now_of


class PreferencesMiddleware:
    """Pages show times in the person's zone, and speak their language unless this device chose another.

    A session that is over ends before any page is asked for.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        now = now_of(request)
        self._end_what_is_over(request, now)
        if request.user.is_authenticated:
            timezone.activate(ZoneInfo(request.user.time_zone))
            if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
                translation.activate(request.user.language)
        try:
            return self.get_response(request)
        finally:
            timezone.deactivate()

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: list[Any], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """An address that asks for more than being signed in; and whether somebody is there."""
        now = now_of(request)
        if not request.user.is_authenticated:
            return None
        if not getattr(view, "is_by_itself", False):
            note_use(request.session, now)
        return gated(request, request.user, now)

    def _end_what_is_over(self, request: HttpRequest, now: datetime) -> None:
        if request.user.is_authenticated and has_run_out(request.session, request.user, now):
            logout(request)
