"""Pages of sharing: what is shared, sharing something new, who looked."""
