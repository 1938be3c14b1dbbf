"""Roles to try the demonstration as. They have no password: they are opened from a page that only a demonstration has."""

from dataclasses import dataclass

from allauth.account.models import EmailAddress
from django.utils.translation import gettext_lazy as _

from seguia.accounts.models import User
from seguia.core.errors import Message
from seguia.membership.models import Organisation, Representation, Role
from seguia.territories.models import Territory


@dataclass(frozen=True)
class DemoRole:
    """Who one can be, and what one can then do."""

    key: str
    name: Message
    does: Message
    language: str
    town: str = ""
    """Reference of the town."""
    role: str = Role.REPRESENTATIVE
    is_staff: bool = False

    @property
    def email(self) -> str:
        """An address that can never exist."""
        return f"{self.key}@demonstration.invalid"


ROLES = [
    DemoRole(
        "mayor-chefchaouen",
        _("Mayor of Chefchaouen (demo)"),
        _("writes in Arabic, submits the sheets of the town"),
        "ar",
        "hcp:1510101",
    ),
    DemoRole(
        "clerk-chefchaouen",
        _("Clerk of Chefchaouen (demo)"),
        _("works on the same sheets as the mayor"),
        "ar",
        "hcp:1510101",
        Role.EDITOR,
    ),
    DemoRole(
        "mayor-loos-en-gohelle",
        _("Mayor of Loos-en-Gohelle (demo)"),
        _("writes in French, looks for what worked elsewhere"),
        "fr",
        "insee-com:62528",
    ),
    DemoRole(
        "mayor-figuig",
        _("Mayor of Figuig (demo)"),
        _("asks the help desk in Arabic for an oasis town, takes up what others did"),
        "ar",
        "hcp:2510103",
    ),
    DemoRole("secretariat", _("Secretariat of the network (demo)"), _("reads what is submitted, publishes or sends back"), "fr",
             is_staff=True),
    DemoRole("adviser", _("Adviser without a town (demo)"), _("reads as a signed-in person who belongs to no town"), "en"),
    DemoRole("translator", _("Translator of the network (demo)"), _("translates into French and English at the translation desk"), "fr"),
]  # fmt: skip


def create_people() -> None:
    """The roles as people; harmless when they exist."""
    for role in ROLES:
        user, _created = User.objects.update_or_create(
            email=role.email,
            defaults={"name": str(role.name), "language": role.language, "is_staff": role.is_staff},
        )
        user.set_unusable_password()
        user.save()
        EmailAddress.objects.update_or_create(user=user, email=role.email, defaults={"verified": True, "primary": True})
        if role.town:
            scheme, _, code = role.town.partition(":")
            town = Territory.objects.current().get(scheme=scheme, code=code)
            organisation = Organisation.objects.get(territory=town)
            Representation.objects.get_or_create(
                user=user, organisation=organisation, role=role.role, defaults={"since": "2021-09-08"}
            )
