"""A database that several of the secretariat can really write to at once."""

from seguia.core.tests.real_database import real_database

__all__ = ["real_database"]
