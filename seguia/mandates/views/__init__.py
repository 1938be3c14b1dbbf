"""Pages of mandates."""
