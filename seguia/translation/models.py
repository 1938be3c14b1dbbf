"""The translation desk: what lacks a language or is out of date, worked on beside the original."""
