"""What an organisation is, how it is reached, by which numbers the state knows it."""

from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from stdnum.exceptions import ValidationError as WrongNumber
from stdnum.fr import siret
from stdnum.ma import ice

from seguia.core.fields import TranslatedField
from seguia.core.identifiers import new_public_id
from seguia.core.translated import Localised, TranslatedText
from seguia.territories.models import Territory
from seguia.territories.names import search_key


class OrganisationKind(models.TextChoices):
    """What an organisation is."""

    LOCAL_GOVERNMENT = "local-government", _("local government")
    ASSOCIATION = "association", _("association")
    COMPANY = "company", _("company")
    EMPLOYERS = "employers-body", _("employers’ body")
    TRADE_UNION = "trade-union", _("trade union")
    STATE_SERVICE = "state-service", _("state service")
    MINISTRY = "ministry", _("ministry")
    SCHOOL = "school", _("school")
    UNIVERSITY = "university", _("university")
    RESEARCH = "research-body", _("research body")
    NETWORK = "network", _("international network")
    FOUNDATION = "foundation", _("foundation")
    OTHER = "other", _("other")


class NameKeyField(models.TextField):  # type: ignore[type-arg]
    """The names as they are compared, written together with the name."""

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        """Follow the name whenever the row is saved."""
        key = search_key(getattr(model_instance, "name", None) or {})
        setattr(model_instance, self.attname, key)
        return key


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    """Reads shared by pages and API."""

    def listed(self) -> Self:
        """Those everybody may know of: not the ones that only asked to join."""
        return self.filter(is_listed=True)


class Organisation(models.Model):
    """A town hall, an intercommunality, a partner. Content belongs to it, never to one login."""

    public_id = models.CharField(max_length=8, unique=True, default=new_public_id, editable=False)
    kind = models.CharField(_("kind"), max_length=20, choices=OrganisationKind.choices)
    name = TranslatedField(_("name"), blank=False)
    search_key = NameKeyField(editable=False, default="", blank=True)
    """Every name without accents and capitals, as people type it."""
    territory = models.ForeignKey(
        Territory,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="organisations",
        verbose_name=_("territory"),
    )
    country = models.CharField(_("country"), max_length=2, blank=True)
    """ISO 3166-1 alpha-2 of the seat, for those without a territory."""
    description = TranslatedField(_("what it does"), max_length=1000, multiline=True)
    website = models.URLField(_("website"), blank=True)
    address = models.TextField(_("postal address"), max_length=500, blank=True)
    address_is_public = models.BooleanField(_("show the postal address to everybody"), default=False)
    email = models.EmailField(_("e-mail address"), blank=True)
    email_is_public = models.BooleanField(_("show the e-mail address to everybody"), default=False)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    phone_is_public = models.BooleanField(_("show the telephone number to everybody"), default=False)
    is_listed = models.BooleanField(default=True)
    """False while it only asked to join: nobody but its applicant and the secretariat knows of it."""
    is_demonstration = models.BooleanField(default=False)
    changed_at = models.DateTimeField(auto_now=True)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="local-government") | Q(territory__isnull=False),
                name="membership_local_government_has_territory",
            )
        ]

    def __str__(self) -> str:
        return str(self.name)

    def get_absolute_url(self) -> str:
        """The public page: the town's page where there is a town."""
        if self.territory is not None:
            return self.territory.get_absolute_url()
        return reverse("membership:organisation", args=[self.public_id])

    def label(self, language: str | None = None) -> Localised:
        """The name as a reader of `language` sees it."""
        return TranslatedText(self.name).localised(language)

    @property
    def seat_country(self) -> str:
        """Where it sits: its territory's country, else the one it named. Reads `territory`."""
        return self.territory.country if self.territory is not None else self.country

    @property
    def public_contact(self) -> dict[str, str]:
        """What the organisation shows to everybody, by name of the field."""
        fields = ("address", "email", "phone")
        return {
            name: getattr(self, name) for name in fields if getattr(self, name) and getattr(self, f"{name}_is_public")
        }


class IdentifierScheme(models.TextChoices):
    """Registers of legal persons."""

    SIRET = "siret", _("SIRET (France)")
    ICE = "ice", _("ICE (Morocco)")


_CHECKS = {IdentifierScheme.SIRET: siret, IdentifierScheme.ICE: ice}


class Identifier(models.Model):
    """A number by which the state knows an organisation. One commune has several SIRETs, one for each of its budgets."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="identifiers")
    scheme = models.CharField(_("register"), max_length=8, choices=IdentifierScheme.choices)
    number = models.CharField(_("number"), max_length=20)
    label = models.CharField(_("what it is for"), max_length=80, blank=True)
    """Main budget, water, social centre …"""

    class Meta:
        verbose_name = _("official number")
        verbose_name_plural = _("official numbers")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "scheme", "number"], name="membership_identifier_once")
        ]

    def __str__(self) -> str:
        return f"{self.scheme}:{self.number}"

    def clean(self) -> None:
        """Spaces are taken out; the check digits decide. Raises ValidationError that names the number."""
        check = _CHECKS.get(IdentifierScheme(self.scheme)) if self.scheme in IdentifierScheme.values else None
        if check is None:
            return
        try:
            self.number = check.validate(self.number)
        except WrongNumber as error:
            message = _("“%(number)s” is not a valid %(register)s: please compare it with the official document.")
            facts = {"number": self.number[:30], "register": IdentifierScheme(self.scheme).label}
            raise ValidationError({"number": ValidationError(message, code="check_digits", params=facts)}) from error


class ContactKind(models.TextChoices):
    """Whom the network turns to."""

    ELECTED = "elected", _("elected liaison")
    STAFF = "staff", _("staff liaison")
    BILLING = "billing", _("billing contact")


class Contact(models.Model):
    """A person whom the network turns to for one thing; never public."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="contacts")
    kind = models.CharField(_("kind"), max_length=8, choices=ContactKind.choices)
    name = models.CharField(_("name"), max_length=120)
    function = models.CharField(_("function"), max_length=120, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["organisation", "kind"], name="membership_contact_once")]

    def __str__(self) -> str:
        return f"{self.name} ({self.kind})"
