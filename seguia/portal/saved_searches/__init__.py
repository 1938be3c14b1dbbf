"""Saved searches: a question asked once, whose new answers come by mail or Atom."""


def register() -> None:
    """Permissions, the kind of mail, the job of the worker."""
    from seguia.core.worker import register_job  # noqa: PLC0415 -- the models are ready only when this is called
    from seguia.portal.saved_searches import checking, mail, rules  # noqa: PLC0415

    rules.register()
    mail.register()
    register_job("portal.check_saved_searches", every=10.0, run=checking.check_saved_searches)
