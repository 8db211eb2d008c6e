"""The plan a person writes in calm for a hard hour, and keeps as their own."""
