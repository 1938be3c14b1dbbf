"""Reads of dues: amounts always come from the ledger."""
