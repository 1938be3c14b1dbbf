"""Pages: a person's notices and wishes, stopping mails by a link, the entrance for reports of bounces."""
