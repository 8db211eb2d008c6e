"""Who may see what of a person, and the record of every look."""
