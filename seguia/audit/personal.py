"""The record's part of a person's data: copied for them, and let alone by erasure, which cuts the link instead."""

from django.utils.translation import gettext_lazy as _

from seguia.accounts.models import User
from seguia.accounts.personal_data import explain_personal_data, register_personal_data
from seguia.audit.queries import deeds_of


def register() -> None:
    """Called when the app starts."""
    register_personal_data("deeds", export=deeds_of, erase=_erase)
    explain_personal_data(
        "deeds",
        label=_("Your deeds in the record"),
        why=_(
            "What you did for your town or the network, so that it can be shown later who decided what. It stays, but "
            "erasure cuts every link between it and you."
        ),
        stays=True,
    )


def _erase(user: User) -> None:
    """Nothing to do: the account loses the name under which the record knows it (`User.deed_ref`)."""
