"""Writes: mandates, the rights that follow from them, elections, the calendar."""
