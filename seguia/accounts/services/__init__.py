"""Writes about a person's own account."""
