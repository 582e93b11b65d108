"""Hands the photos that became effective over to the gates, as files (P7)."""
