"""Pages for readers, and the back office where they are written."""
