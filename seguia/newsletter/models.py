"""The network's newsletter: only to those who asked for it twice."""
