"""Writes: `lifecycle` and `requests` (memberships), `mergers`, `people` and `invitations`, `organisations`."""
