"""Care teams: programmes, their workers, and what they and a person do together."""
