"""What each printed thing looks like, one per file."""
