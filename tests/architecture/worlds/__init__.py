"""The things of the world, a module a feature."""
