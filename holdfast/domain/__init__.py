"""The rules. Standard library, NumPy and itself: no Django, no I/O, no clock, no randomness."""
