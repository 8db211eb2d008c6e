"""The accounts app."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """People, their sign-in and their preferences."""

    name = "holdfast.accounts"
    default_auto_field = "django.db.models.BigAutoField"
