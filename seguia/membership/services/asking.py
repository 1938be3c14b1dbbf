"""Which organisation a request for membership is about: one that is known, or a new one that nobody sees yet."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from seguia.core.errors import Conflict
from seguia.core.formats import date as day_in_words
from seguia.core.translated import TranslatedText
from seguia.membership.models import COUNTED, Membership, Organisation, OrganisationKind, Representation
from seguia.membership.naming import local_government_name
from seguia.territories.models import Territory
from seguia.territories.names import search_key


@dataclass(frozen=True)
class AskedOrganisation:
    """A town by its territory, or a partner by its name."""

    kind: str = OrganisationKind.LOCAL_GOVERNMENT
    territory: Territory | None = None
    name: TranslatedText | None = None
    country: str = ""
    website: str = ""
    email: str = ""


def organisation_that_asks(user: Any, asked: AskedOrganisation) -> Organisation:
    """The organisation, made when it is new. Raises Conflict when it cannot ask (again), ValidationError."""
    known = _known(asked)
    if known is not None:
        _require_free(known)
        _require_insider(user, known)
        return known
    organisation = Organisation(
        kind=asked.kind,
        territory=asked.territory,
        name=asked.name or (local_government_name(asked.territory) if asked.territory else TranslatedText()),
        country=asked.country,
        website=asked.website,
        email=asked.email,
        is_listed=False,
    )
    organisation.full_clean()
    organisation.save()
    return organisation


def require_free_town(territory: Territory) -> None:
    """Tell people before they fill in a form that their town is a member or has asked already. Raises Conflict."""
    kind = OrganisationKind.LOCAL_GOVERNMENT
    found = Organisation.objects.filter(territory=territory, kind=kind).order_by("pk").first()
    if found is not None:
        _require_free(found)


def _known(asked: AskedOrganisation) -> Organisation | None:
    """A town is known by its territory (whose row is locked: two requests at once make one town hall), a partner by
    its name in its country."""
    same_kind = Organisation.objects.select_for_update(of=("self",)).filter(kind=asked.kind)
    if asked.territory is not None:
        Territory.objects.select_for_update(of=("self",)).get(pk=asked.territory.pk)
        return same_kind.filter(territory=asked.territory).order_by("pk").first()
    key = search_key(asked.name or {})
    return same_kind.filter(territory=None, country=asked.country, search_key=key).order_by("pk").first()


def _require_free(organisation: Organisation) -> None:
    membership = Membership.objects.open().filter(organisation=organisation).first()
    if membership is None:
        return
    facts = {"organisation": organisation.label().text}
    if membership.status in COUNTED and membership.since is not None:
        facts["day"] = day_in_words(membership.since)
        raise Conflict(_("%(organisation)s is a member of the network since %(day)s. Nothing was saved.") % facts)
    raise Conflict(
        _("A request for %(organisation)s is being dealt with already. Nothing was saved; the secretariat can tell "
          "you more.") % facts
    )  # fmt: skip


def _require_insider(user: Any, organisation: Organisation) -> None:
    """Nobody joins over the heads of people who act for an organisation."""
    people = Representation.objects.current().filter(organisation=organisation)
    if people.exists() and not people.filter(user_id=user.pk).exists():
        raise Conflict(
            _("People act for %(organisation)s here already. Ask one of them to send the request or to invite you; "
              "the secretariat can help. Nothing was saved.") % {"organisation": organisation.label().text}
        )  # fmt: skip
