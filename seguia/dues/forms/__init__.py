"""Input of dues."""
