"""Where somebody is, or where they look on the map: sent with one search, and kept nowhere.

It arrives in the body of a request, so no address, history or log has it. It is put into no cookie, session, row or
link; the page that sent it keeps it in memory and sends it again for the next search, until one leaves the page.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext as _

from holdfast.directory.places import Place, nearest_town

POSITION = ("latitude", "longitude")
IS_AT = "here"
"""What stands for the place in links: a search around oneself. The page adds the position when it follows them."""
IS_ON_MAP = "area"
DECIMALS = 3
"""About 100 metres."""


class HereRefused(Exception):
    """What was sent is no position on earth."""


@dataclass(frozen=True, slots=True)
class Here:
    """A position for one search, to about 100 metres."""

    latitude: float
    longitude: float
    kind: str = IS_AT

    @property
    def place(self) -> Place:
        """The position as a place to search near: without an id, so it cannot be remembered. It has the country of
        the nearest town, which decides between miles and kilometres.
        """
        town = nearest_town(self.latitude, self.longitude)
        words = _("where you are") if self.kind == IS_AT else _("the middle of the map")
        return Place("", words, "", "", town.country if town else "", "", self.latitude, self.longitude, 0)

    def without_position(self, data: QueryDict) -> QueryDict:
        """What was asked, as it may stand in links: the kind instead of the position."""
        kept = data.copy()
        for name in (*POSITION, "csrfmiddlewaretoken", "near"):
            kept.pop(name, None)
        kept["place"] = self.kind
        return kept


def here_from(data: QueryDict) -> Here:
    """The position that was sent."""
    latitude, longitude = (_degrees(data.get(name, ""), most) for name, most in zip(POSITION, (90, 180), strict=True))
    return Here(latitude, longitude, IS_ON_MAP if data.get("place") == IS_ON_MAP else IS_AT)


def _degrees(text: str, most: int) -> float:
    try:
        value = float(text[:20])
    except ValueError:
        raise HereRefused from None
    if not (math.isfinite(value) and abs(value) <= most):
        raise HereRefused
    return round(value, DECIMALS)
