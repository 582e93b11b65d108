"""Invents people, their certificates and their portraits for the example data."""
