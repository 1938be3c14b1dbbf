"""Pages of exchanges: offers and requests, matches of two towns, the desk of the matching."""
