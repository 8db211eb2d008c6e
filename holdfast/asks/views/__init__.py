"""Pages of the asks app."""
