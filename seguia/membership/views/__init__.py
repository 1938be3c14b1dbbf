"""Pages of organisations, members and the people in them."""
