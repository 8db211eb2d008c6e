"""Who may reach what in the check-ins app: a person their own rows, a witness what was granted, nobody the rest."""
