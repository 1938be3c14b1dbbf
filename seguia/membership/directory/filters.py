"""What the directory of members can be narrowed to."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from seguia.core.errors import Invalid
from seguia.core.text import harmless_text
from seguia.membership.models import MembershipKind, OrganisationKind
from seguia.territories.codes import parsed_reference
from seguia.territories.models import PopulationClass

PAGE_SIZE = 30
_CHOICES = {"kind": OrganisationKind, "member": MembershipKind, "size": PopulationClass}


@dataclass(frozen=True)
class DirectoryFilters:
    """Empty means all."""

    text: str = ""
    country: str = ""
    region: str = ""
    """`scheme:code` of a first-level territory."""
    size: str = ""
    kind: str = ""
    """What the organisation is."""
    member: str = ""
    """What sort of member it is."""
    since: str = ""
    """The year in which the membership began."""
    page: int = 1

    @classmethod
    def from_query(cls, query: Mapping[str, Any]) -> "DirectoryFilters":
        """From ?q= &country= &region= &size= &kind= &member= &since= &page=. Raises Invalid."""
        names = ("country", "region", "size", "kind", "member", "since")
        chosen: dict[str, Any] = {name: str(query.get(name) or "").strip() for name in names}
        text = harmless_text(str(query.get("q") or ""))[:100].strip()
        return cls(text=text, page=page_number(str(query.get("page") or "1")), **chosen).checked()

    def checked(self) -> "DirectoryFilters":
        """The same with canonical values. Raises Invalid with what cannot be meant."""
        for name, choices in _CHOICES.items():
            if (value := getattr(self, name)) and value not in choices.values:
                raise Invalid(_("“%(value)s” is not something the list can be narrowed to.") % {"value": value[:40]})
        country = self.country.upper()
        if country and not (len(country) == 2 and country.isascii() and country.isalpha()):
            raise Invalid(_("“%(value)s” is not the code of a country.") % {"value": country[:40]})
        if self.since and not (
            self.since.isascii() and self.since.isdigit() and 1900 <= int(self.since) <= this_year()
        ):
            raise Invalid(_("“%(value)s” is not a year of this list.") % {"value": harmless_text(self.since)[:40]})
        region = str(parsed_reference(self.region)) if self.region else ""
        return replace(self, country=country, region=region)

    @property
    def is_narrowed(self) -> bool:
        """Whether anything was chosen."""
        return replace(self, page=1) != DirectoryFilters()


def this_year() -> int:
    """The last year in which anybody can have joined."""
    return timezone.localdate().year


def page_number(text: str) -> int:
    """From the address. Raises Invalid."""
    if not (text.isascii() and text.isdigit() and len(text) <= 9 and int(text) >= 1):
        raise Invalid(_("“%(page)s” is not the number of a page.") % {"page": harmless_text(text)[:40]})
    return int(text)
