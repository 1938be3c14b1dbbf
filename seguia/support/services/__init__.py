"""Writes of the help desk, one verb each."""
