"""Tags of the asks."""
