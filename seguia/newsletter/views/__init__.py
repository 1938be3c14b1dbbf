"""Pages: for everybody (archive, subscribing, confirming) and for the secretariat (writing, sending, numbers)."""
