"""The ring map: me in the middle, circles by closeness, directions by kind of tie, laid out as plain values."""

from holdfast.domain.ringmap.layout import ring_map
from holdfast.domain.ringmap.picture import Marks, Reading, RingMap, Shape, Words

__all__ = ["Marks", "Reading", "RingMap", "Shape", "Words", "ring_map"]
