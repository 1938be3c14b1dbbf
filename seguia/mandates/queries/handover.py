"""What a hand-over needs to know: who left, who came, who acts for the town, what is still open."""

import datetime
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from seguia.core.errors import NotFound
from seguia.mandates.models import InvitedOfficial, Mandate, MandateRepresentation
from seguia.mandates.names import name_key
from seguia.mandates.open_work import OpenWork, open_work_of
from seguia.membership.models import Organisation, Representation, Role
from seguia.territories.models import Territory

LOOKED_BACK = datetime.timedelta(days=270)


@dataclass
class Arrival:
    """An official whose mandate is new."""

    mandate: Mandate
    is_invited: bool = False
    is_again: bool = False
    """Elected again: the mandate before was this person's, too."""
    held: Representation | None = None
    """The representation tied to the mandate."""
    suggested: Representation | None = None
    """Somebody of the same name who acts for the town already."""


@dataclass
class Handover:
    """The state of a hand-over on a day."""

    organisation: Organisation
    left: list[Mandate]
    came: list[Arrival]
    staying: list[Representation]
    """People who act for the town today and are not elected, or whose mandate is not known."""
    open_work: list[OpenWork] = field(default_factory=list)

    @property
    def is_quiet(self) -> bool:
        """Whether nothing changed lately."""
        return not self.left and not self.came


def handover_of(organisation: Organisation) -> Handover:
    """A fixed number of queries, whatever the number of officials."""
    today = timezone.localdate()
    mandates = Mandate.objects.filter(territory=organisation.territory_id).select_related("official")
    left = list(mandates.filter(until__isnull=False, until__gt=today - LOOKED_BACK).in_order())
    came = list(mandates.filter(Q(until=None) | Q(until__gt=today), since__gt=today - LOOKED_BACK).in_order())
    again = {(mandate.official_id, mandate.function) for mandate in came}
    people = list(_acting(organisation))
    tied = {link.representation_id: link for link in _links(organisation)}
    return Handover(
        organisation=organisation,
        left=[mandate for mandate in left if (mandate.official_id, mandate.function) not in again],
        came=_arrivals(organisation, came, people, {(old.official_id, old.function) for old in left}),
        staying=[held for held in people if held.pk not in tied],
        open_work=open_work_of(organisation),
    )


def _acting(organisation: Organisation) -> "QuerySet[Representation]":
    return Representation.objects.current().filter(organisation=organisation).select_related("user").order_by("pk")


def _links(organisation: Organisation) -> "QuerySet[MandateRepresentation]":
    return MandateRepresentation.objects.filter(representation__organisation=organisation)


def _arrivals(
    organisation: Organisation, came: list[Mandate], people: list[Representation], before: set[tuple[int, str]]
) -> list[Arrival]:
    invited = set(
        InvitedOfficial.objects.filter(mandate__in=came, invitation__in=organisation.invitations.waiting()).values_list(
            "mandate_id", flat=True
        )
    )
    held = {link.mandate_id: link.representation for link in _links(organisation).select_related("representation")}
    names = {name_key(person.user.name): person for person in people if person.user.name}
    arrivals = []
    for mandate in came:
        is_again = (mandate.official_id, mandate.function) in before
        arrival = Arrival(mandate, mandate.pk in invited, is_again, held.get(mandate.pk))
        if arrival.held is None:
            official = mandate.official
            arrival.suggested = names.get(official.latin_key) or names.get(official.arabic_key)
        arrivals.append(arrival)
    return arrivals


def people_to_tie(territory: Territory) -> "QuerySet[Representation]":
    """Who represents the town today without a mandate behind it: somebody may say which official this is."""
    held = Representation.objects.current().filter(organisation__territory=territory, role=Role.REPRESENTATIVE)
    tied = MandateRepresentation.objects.filter(representation__organisation__territory=territory)
    return held.exclude(pk__in=tied.values("representation")).select_related("user").order_by("user__name", "pk")


def representation_in(territory_id: int, key: str) -> Representation:
    """A current representation of an organisation of a territory, by its number. Raises NotFound."""
    held = Representation.objects.current().filter(organisation__territory=territory_id)
    number = int(key) if key.isascii() and key.isdigit() and len(key) < 15 else 0
    found = held.select_related("organisation", "user").filter(pk=number).first()
    if found is None:
        raise NotFound(_("This person does not act for this town."))
    return found
