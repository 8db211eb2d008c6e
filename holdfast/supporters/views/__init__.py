"""Pages of the supporters app."""
