"""Whom to ask, in which order, when to widen and when to stop; and what each answer teaches."""
