"""Headless commands, one per module: what scripts and administrators run without the window."""
