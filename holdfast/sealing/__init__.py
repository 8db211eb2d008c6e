"""A key per person, kept outside the main database, and a text field sealed with it."""
