"""SQLite for a server: nothing acknowledged is lost, nothing deleted is left, and writers wait their turn."""
