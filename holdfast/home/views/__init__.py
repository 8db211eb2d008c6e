"""The pages of the house, one file per page."""
