"""The network app."""

from django.apps import AppConfig


class NetworkConfig(AppConfig):
    """Networks, ties, needs, touches and the steps that come of them."""

    name = "holdfast.network"
    default_auto_field = "django.db.models.BigAutoField"
