"""What members owe: scales, calls for dues, invoices, payments, the ledger."""
