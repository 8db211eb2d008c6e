"""Meetings: what one is, how feeds are read, and which ones answer a query."""
