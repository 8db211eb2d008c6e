"""People, their sign-in and their preferences."""
