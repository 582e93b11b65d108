"""The byte languages a device understands, one per file."""
