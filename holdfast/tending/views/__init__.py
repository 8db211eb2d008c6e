"""Pages of the tending app."""
