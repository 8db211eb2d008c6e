"""Commands of the consent app."""
