"""The accounts app."""

from typing import Any

from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in
from django.http import HttpRequest
from django.utils import timezone


class AccountsConfig(AppConfig):
    """People, their sign-in and their preferences."""

    name = "holdfast.accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """A session knows when it began."""
        from holdfast.accounts.staying import begin

        def signed_in(request: HttpRequest, **signal: Any) -> None:
            begin(request.session, timezone.now())

        user_logged_in.connect(signed_in, weak=False, dispatch_uid="accounts.begun")
