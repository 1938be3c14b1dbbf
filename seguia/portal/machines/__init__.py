"""What machines read beside the API: Atom feeds, sitemaps, robots.txt, the description of the search."""
