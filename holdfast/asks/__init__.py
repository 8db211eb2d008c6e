"""Asks: who is asked, what they answer, and what happens when nobody does."""
