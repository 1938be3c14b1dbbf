"""Seguia: what one town learns, every town can use."""

__version__ = "0.1.0"
