"""Tags of dues."""
