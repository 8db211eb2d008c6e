"""Other ways to search a directory, to be measured beside ours."""
