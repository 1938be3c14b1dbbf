"""Writes: offers and requests, runs of the matching, decisions of the secretariat and of towns, what came of them."""
