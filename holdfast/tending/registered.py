"""What this app says to others as the product starts: what the link in a reminder opens, and the words of thanks for a
hard day."""

from __future__ import annotations

from holdfast.asks.kind_words import kind_words_from
from holdfast.asks.views.link import opens
from holdfast.tending.opening import in_touch
from holdfast.tending.reminding import REACH_OUT
from holdfast.tending.thanks import to_read_again

opens(REACH_OUT, in_touch)
kind_words_from(to_read_again)
