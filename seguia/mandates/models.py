"""Elected officials and their mandates: who holds which function from when to when, and where we know it from."""
