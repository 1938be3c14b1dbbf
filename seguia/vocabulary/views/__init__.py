"""Pages of the vocabulary, its data, and the secretariat's work on it."""
