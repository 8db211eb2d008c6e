"""Check-ins: how I am, what I said I would do, days, goals, measures."""
