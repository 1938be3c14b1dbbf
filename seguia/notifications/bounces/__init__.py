"""Mails that come back: read, matched to what was sent, counted; who cannot be reached gets no more."""
