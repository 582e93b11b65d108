"""What simulated clerks do: each function says what would be asked of one workflow now."""
