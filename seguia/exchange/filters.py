"""What the list of offers and requests can be narrowed to."""

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from seguia.core.errors import Invalid
from seguia.core.text import harmless_text
from seguia.exchange.models import Kind, Posting, PostingStatus, Side
from seguia.exchange.models.posting import SPOKEN
from seguia.exchange.queries import for_cards

PAGE_SIZE = 24
LAST_PAGE = 10_000
_SLUG = re.compile("[a-z0-9-]{1,80}", re.ASCII)


@dataclass(frozen=True)
class PostingFilters:
    """Empty means all."""

    side: str = ""
    kind: str = ""
    theme: str = ""
    country: str = ""
    spoken: str = ""
    first: datetime.date | None = None
    """Possible on or after this day."""
    last: datetime.date | None = None
    page: int = 1

    @classmethod
    def from_query(cls, query: Mapping[str, Any]) -> "PostingFilters":
        """From ?side= &kind= &theme= &country= &spoken= &from= &to= &page=. Raises Invalid."""
        return cls(
            side=_one_of(query.get("side"), Side.values),
            kind=_one_of(query.get("kind"), Kind.values),
            theme=_matching(query.get("theme"), _SLUG),
            country=_matching(str(query.get("country") or "").upper(), re.compile("[A-Z]{2}")),
            spoken=_one_of(query.get("spoken"), SPOKEN),
            first=_day(query.get("from")),
            last=_day(query.get("to")),
            page=_page(str(query.get("page") or "1")),
        )

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but offer or request was chosen."""
        return replace(self, page=1, side="") != PostingFilters()


def _refuse(value: Any) -> Invalid:
    shown = harmless_text(str(value))[:40]
    return Invalid(_("“%(value)s” is not something the list can be narrowed to.") % {"value": shown})


def _one_of(value: Any, choices: Any) -> str:
    chosen = str(value or "").strip()
    if chosen and chosen not in choices:
        raise _refuse(chosen)
    return chosen


def _matching(value: Any, shape: "re.Pattern[str]") -> str:
    chosen = str(value or "").strip()
    if chosen and not shape.fullmatch(chosen):
        raise _refuse(chosen)
    return chosen


def _day(value: Any) -> datetime.date | None:
    value = str(value or "").strip()
    if not value:
        return None
    try:
        return datetime.date.fromisoformat(value)
    except ValueError as error:
        raise _refuse(value) from error


def _page(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 5 and 1 <= int(text) <= LAST_PAGE):
        raise Invalid(_("“%(page)s” is not the number of a page.") % {"page": harmless_text(text)[:40]})
    return int(text)


def filtered_postings(postings: "QuerySet[Posting]", filters: PostingFilters) -> "QuerySet[Posting]":
    """Open ones first, then those that are matched; the newest first."""
    conditions = Q()
    if filters.side:
        conditions &= Q(side=filters.side)
    if filters.kind:
        conditions &= Q(kind=filters.kind)
    if filters.country:
        conditions &= Q(organisation__territory__country=filters.country) | Q(
            organisation__territory=None, organisation__country=filters.country
        )
    if filters.theme:
        themed = Posting.objects.filter(Q(themes__slug=filters.theme) | Q(themes__theme__slug=filters.theme))
        conditions &= Q(pk__in=themed.order_by().values("pk"))
    if filters.spoken:
        conditions &= Q(pk__in=_speaking(filters.spoken))
    if filters.first:
        conditions &= Q(date_to=None) | Q(date_to__gte=filters.first)
    if filters.last:
        conditions &= Q(date_from=None) | Q(date_from__lte=filters.last)
    return for_cards(postings.filter(conditions)).order_by("-status", "-created_at", "-pk")


def _speaking(code: str) -> list[int]:
    """JSON lists are searched the same way on both databases: in Python, over what is listed. One query."""
    rows = Posting.objects.filter(status__in=[PostingStatus.OPEN, PostingStatus.MATCHED]).values_list("pk", "spoken")
    return [pk for pk, spoken in rows if code in spoken]
