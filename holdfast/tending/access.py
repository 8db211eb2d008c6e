"""Who may reach what in the tending app. A person reaches their own rows, and to everyone else they are not there."""
