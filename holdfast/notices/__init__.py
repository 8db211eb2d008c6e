"""The outbox: what is to be sent, and its delivery."""
