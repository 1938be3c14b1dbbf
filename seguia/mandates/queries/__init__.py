"""Reads about mandates."""
