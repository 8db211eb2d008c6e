"""What a team and a person do together."""
