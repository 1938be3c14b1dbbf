"""Reads: what lacks a language, in the order in which it should be done; an item and its draft through checked loaders."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce, Least
from django.utils import timezone
from django.utils.translation import gettext as _

from seguia.accounts.models import User
from seguia.core.errors import NotFound
from seguia.core.languages import language_codes
from seguia.core.permissions import require
from seguia.core.translation_state import LanguageState
from seguia.translation.models import (
    DeskLanguages,
    MachineOrder,
    Standing,
    TranslationDraft,
    TranslationRequest,
    Translator,
)
from seguia.translation.registry import Item, kind_of, translatable_kinds
from seguia.translation.rules import translator_languages

OPEN_STATES = [LanguageState.MISSING, LanguageState.PARTIAL, LanguageState.OUTDATED]
WISH, MOST_WISHES, FEATURED, PER_LANGUAGE = 5, 50, 20, 10
STATE_POINTS = {LanguageState.MISSING: 15, LanguageState.OUTDATED: 10, LanguageState.PARTIAL: 5}
RECENT = [(30, 20), (365, 10)]
"""(days since the change, points)."""
SHORT = [(1500, 10), (5000, 5)]
"""(characters at most, points)."""


def things_to_do(user: Any) -> "QuerySet[Standing]":
    """What this person may translate: everything for the secretariat, the languages of the role for translators, and what
    is one's own. `rules` says the same of one item."""
    found = Standing.objects.filter(
        Q(state__in=OPEN_STATES) | Q(is_machine=True) | Q(figures_differ=True), kind__in=_kind_codes()
    ).filter(language__in=language_codes())
    if user.is_staff:
        return found
    allowed = Q(language__in=translator_languages(user))
    for kind in translatable_kinds():
        allowed |= Q(kind=kind.code, owner_key__in=kind.owner_keys(user))
    return found.filter(allowed)


def _kind_codes() -> list[str]:
    return [kind.code for kind in translatable_kinds()]


def to_do_of_owner(kind: str, owner_key: str) -> "QuerySet[Standing]":
    """What lacks a language among the things of one owner, by priority."""
    return by_priority(Standing.objects.filter(kind=kind, owner_key=owner_key, state__in=OPEN_STATES))


def by_priority(found: "QuerySet[Standing]") -> "QuerySet[Standing]":
    """The most useful first; `priority` and `wishes` are annotated. `docs/translation.md` says the formula in words."""
    asked = (
        TranslationRequest.objects.filter(kind=OuterRef("kind"), item=OuterRef("item"), language=OuterRef("language"))
        .order_by()
        .values("kind")
        .annotate(number=Count("pk"))
        .values("number")
    )
    return (
        found.annotate(wishes=Coalesce(Subquery(asked, output_field=IntegerField()), 0))
        .annotate(
            priority=Least(F("wishes") * WISH, Value(MOST_WISHES))
            + F("languages_missing") * PER_LANGUAGE
            + _points([(Q(is_featured=True), FEATURED)])
            + _points([(Q(state=state), points) for state, points in STATE_POINTS.items()])
            + _points([(Q(changed_at__gte=_days_ago(days)), points) for days, points in RECENT])
            + _points([(Q(length__lte=most), points) for most, points in SHORT])
        )
        .order_by("-priority", "-changed_at", "kind", "object_id", "language")
    )


def _points(cases: list[tuple[Q, int]]) -> Case:
    return Case(
        *(When(when, then=Value(points)) for when, points in cases), default=Value(0), output_field=IntegerField()
    )


def _days_ago(days: int) -> datetime.datetime:
    return timezone.now() - datetime.timedelta(days=days)


def counts_by_language(found: "QuerySet[Standing]") -> dict[str, int]:
    """How much waits in each target language; one query."""
    rows = found.order_by().values_list("language").annotate(number=Count("pk"))
    counted = dict(rows)
    return {code: counted.get(code, 0) for code in language_codes()}


def countries_of(found: "QuerySet[Standing]") -> list[str]:
    """Countries to filter by."""
    return list(found.exclude(country="").order_by("country").values_list("country", flat=True).distinct())


@dataclass(frozen=True)
class DeskRow:
    """One line of the desk."""

    standing: Any
    """Annotated with `priority` and `wishes`."""
    draft: TranslationDraft | None
    order: MachineOrder | None

    @property
    def kind(self) -> Any:
        """How its kind is called."""
        return kind_of(self.standing.kind).label


def rows_of(standings: list[Standing]) -> list[DeskRow]:
    """With their drafts and orders: two queries whatever the number."""
    items = {standing.item for standing in standings}
    drafts = TranslationDraft.objects.filter(item__in=items).select_related("worker")
    orders = MachineOrder.objects.filter(item__in=items)
    by_draft = {(draft.kind, draft.item, draft.language): draft for draft in drafts}
    by_order = {(order.kind, order.item, order.language): order for order in orders}
    keys = [(standing.kind, standing.item, standing.language) for standing in standings]
    return [
        DeskRow(standing, by_draft.get(key), by_order.get(key)) for standing, key in zip(standings, keys, strict=True)
    ]


def item_for(user: Any, kind: str, item: str, language: str) -> Item:
    """A thing on the way into a language. Raises NotFound for what does not exist or is not public, Refused."""
    found = item_in(user, kind, item, language)
    require("translation.translate", user, found)
    return found


def item_in(user: Any, kind: str, item: str, language: str) -> Item:
    """The same, without asking whether the person may translate it. Raises NotFound."""
    if language not in language_codes():
        raise NotFound(_("This is not a language of the network."))
    found = kind_of(kind).load(user, item, language)
    if found.original_language == language:
        raise NotFound(_("This is the original language: there is nothing to translate."))
    return found


def draft_of(item: Item) -> TranslationDraft | None:
    """The unpublished texts of an item in its language, if there are any."""
    return (
        TranslationDraft.objects.filter(kind=item.kind, item=item.public_id, language=item.language)
        .select_related("worker", "submitted_by")
        .prefetch_related("texts")
        .first()
    )


def draft_for_review(public_id: str) -> TranslationDraft:
    """A draft that waits for review. Raises NotFound."""
    found = (
        TranslationDraft.objects.filter(public_id=public_id, status=TranslationDraft.Status.SUBMITTED)
        .select_related("submitted_by")
        .prefetch_related("texts")
        .first()
    )
    if found is None:
        raise NotFound(_("This translation no longer waits for a review."))
    return found


def waiting_drafts() -> "QuerySet[TranslationDraft]":
    """What waits for review, the oldest first; not what was withdrawn meanwhile: that comes back when it is public again."""
    public = Standing.objects.filter(kind=OuterRef("kind"), item=OuterRef("item"), language=OuterRef("language"))
    waiting = TranslationDraft.objects.filter(
        Exists(public), status=TranslationDraft.Status.SUBMITTED, kind__in=_kind_codes()
    )
    return waiting.select_related("submitted_by").order_by("submitted_at", "pk")


def order_of(item: Item) -> MachineOrder | None:
    """What was last asked of the machine for this item and language."""
    return MachineOrder.objects.filter(kind=item.kind, item=item.public_id, language=item.language).first()


def chosen_languages(user: Any) -> list[str]:
    """The languages a person wants to see: as chosen, otherwise those of the role, otherwise all ([])."""
    chosen = DeskLanguages.objects.filter(user=user).values_list("languages", flat=True).first()
    wanted = chosen if chosen is not None else translator_languages(user)
    return [code for code in language_codes() if code in wanted]


def translators() -> "QuerySet[Translator]":
    """Everybody with the role."""
    return Translator.objects.select_related("user", "granted_by")


def translator_of(pk: int) -> Translator:
    """One of them. Raises NotFound."""
    found = translators().filter(pk=pk).first()
    if found is None:
        raise NotFound(_("This person is not a translator."))
    return found


def person_with_address(email: str) -> User | None:
    """Somebody who has signed in here before."""
    return User.objects.filter(email__iexact=email, is_active=True).first()


def has_asked(user: Any, kind: str, item: str, language: str) -> bool:
    """Whether this person already wished for it."""
    return TranslationRequest.objects.filter(kind=kind, item=item, language=language, user=user).exists()
