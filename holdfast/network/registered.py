"""What this app says to others as the product starts: what the map is made of can be shared."""

from __future__ import annotations

from holdfast.consent.items import Shown, shows
from holdfast.domain.consent import Item
from holdfast.network import shared

shows(Item.NETWORK, Shown("network/shared_network.html", shared.network_shared, shared.network_changed_at))
