"""Writes of dues: one verb each, in one transaction."""
