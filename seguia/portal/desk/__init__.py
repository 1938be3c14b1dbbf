"""The secretariat's desk: one queue of everything that waits, decided one by one or several at once."""


def register() -> None:
    """Permissions, personal data and the job that forgets: called when the app starts."""
    from seguia.portal.desk import mail, personal, rules  # noqa: PLC0415 -- the models are ready only now

    rules.register()
    personal.register()
    mail.register()
