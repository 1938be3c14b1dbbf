"""Pages: reading for all, writing for the people of a town, answering for the town of origin."""
