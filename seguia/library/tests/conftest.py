"""Fixtures of these tests."""

from seguia.core.tests.real_database import real_database

__all__ = ["real_database"]
