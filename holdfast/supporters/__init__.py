"""Supporters: who agreed to help whom, within which limits. None of them needs an account."""
