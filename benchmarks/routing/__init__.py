"""Routing asks in a made-up world: whom to ask, in which order, and what each answer teaches."""
