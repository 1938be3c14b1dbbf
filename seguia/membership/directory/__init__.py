"""The public directory and map of members."""
