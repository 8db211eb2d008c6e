"""Commands of the directory app."""
