"""What this app says to others as the product starts: a session knows when it began."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

from holdfast.accounts.staying import begin


@receiver(user_logged_in)
def signed_in(request: HttpRequest, **signal: Any) -> None:
    """Somebody signed in."""
    begin(request.session, timezone.now())
