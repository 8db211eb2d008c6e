"""Listings of meetings, groups and lines: sources, import, search."""
