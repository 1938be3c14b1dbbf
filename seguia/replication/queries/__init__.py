"""Reads: plans, the tree of an action, its spread, figures side by side."""
