"""Writes of the desk: drafts, their way to publication, wishes, people, orders to the machine."""
