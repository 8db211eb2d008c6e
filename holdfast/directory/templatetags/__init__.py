"""What templates of the directory need."""
