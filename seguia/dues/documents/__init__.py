"""Invoices, credit notes and receipts as PDF: derived from what is kept, rendered when asked for, cached by content."""
