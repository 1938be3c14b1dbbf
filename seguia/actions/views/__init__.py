"""Pages: reading for all, writing for the people of an organisation, deciding for the secretariat."""
