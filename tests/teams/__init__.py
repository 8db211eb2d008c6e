"""Programmes, workers and people, and what they do together."""
