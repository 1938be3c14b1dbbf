"""What advisers recommend to a town, and what the town makes of it."""
