"""Pages of the check-ins app."""
