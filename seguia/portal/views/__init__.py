"""Pages that bring everything together."""
