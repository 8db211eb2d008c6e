"""What the worker does for the directory."""

from __future__ import annotations

from holdfast.directory.joining import join_listings

__all__ = ["join_listings"]
