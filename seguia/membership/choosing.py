"""Which towns can be chosen to join, and what leaving means: read by the pages of requests."""

from dataclasses import dataclass

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from seguia.core.formats import date as day_in_words
from seguia.membership.models import Membership, MembershipStatus
from seguia.membership.services.lifecycle import notice_end
from seguia.territories.models import Kind, Territory
from seguia.territories.queries import find_by_name

_WITHOUT_COUNCIL = {Kind.COUNTRY, Kind.CERCLE, Kind.DELEGATED, Kind.ASSOCIATED, Kind.DISTRICT}
SHOWN = 30


@dataclass(frozen=True)
class Choice:
    """A town that was found."""

    territory: Territory
    membership: Membership | None
    """The one that is open now."""

    @property
    def is_waiting(self) -> bool:
        """Whether a request is being dealt with; nobody is told whose."""
        early = {MembershipStatus.REQUESTED, MembershipStatus.CHECKED, MembershipStatus.ACCEPTED}
        return self.membership is not None and self.membership.status in early


def can_join(territory: Territory) -> bool:
    """Whether it has a council of its own."""
    return territory.is_current and territory.kind not in _WITHOUT_COUNCIL


def towns_to_choose(text: str) -> list[Choice]:
    """Towns whose name begins like this, or that have this code, with what is known of their membership. Two queries."""
    found = [territory for territory in find_by_name(text, limit=SHOWN) if can_join(territory)]
    members = Membership.objects.open().filter(organisation__territory__in=[territory.pk for territory in found])
    by_place = {one.organisation.territory_id: one for one in members.select_related("organisation")}
    return [Choice(territory, by_place.get(territory.pk)) for territory in found]


def notice_sentences() -> list[str]:
    """What a notice given today means."""
    months = settings.MEMBERSHIP_NOTICE_MONTHS
    notice = ngettext(
        "The notice runs for %(months)s month: with a notice of today, membership ends on %(day)s.",
        "The notice runs for %(months)s months: with a notice of today, membership ends on %(day)s.",
        months,
    )
    facts = {"months": months, "day": day_in_words(notice_end(timezone.localdate()))}
    return [
        notice % facts,
        _("Dues until that day stay owed. Until then everything stays as it is."),
        _("Your published sheets stay online, and you can export everything you wrote."),
    ]
