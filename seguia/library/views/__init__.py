"""Pages of the library: for readers, for those who write, for those who decide."""
