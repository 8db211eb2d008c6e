"""The network app."""

from django.apps import AppConfig


class NetworkConfig(AppConfig):
    """Networks, ties, needs, touches and the steps that come of them."""

    name = "holdfast.network"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """What the map is made of can be shared."""
        from holdfast.consent.items import Shown, shows
        from holdfast.domain.consent import Item
        from holdfast.network import shared

        shown = Shown("network/shared_network.html", shared.network_shared, shared.network_changed_at)
        shows(Item.NETWORK, shown)
