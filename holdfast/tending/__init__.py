"""Tending: keeping a network alive, in both directions."""
