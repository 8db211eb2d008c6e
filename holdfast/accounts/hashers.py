"""Argon2id sized for a small server: 19 MiB, two passes, one lane (OWASP; about 75 ms)."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class SmallArgon2(Argon2PasswordHasher):
    """Eight sign-ins at once take about 170 MB; Django's default takes 800 MB."""

    time_cost = 2
    memory_cost = 19456
    parallelism = 1
