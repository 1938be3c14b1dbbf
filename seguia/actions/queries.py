"""Reads: a sheet is only obtained through a loader that checks access."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.utils.translation import gettext as _

from seguia.actions.journey import StepKind, StepTold, told
from seguia.actions.jsonld import action_jsonld
from seguia.actions.models import Action, ActionVersion, JourneyStep, Media, Status
from seguia.actions.sheet import sheet_texts, tabs, text_language, traits_of, translated_at
from seguia.actions.standing import DEED_STATES, Standing, standing_of
from seguia.core.errors import NotFound
from seguia.core.languages import language_codes
from seguia.membership.models import Organisation
from seguia.territories.models import Kind, Territory
from seguia.territories.queries import predecessors

SIMILAR = 4
TOWN_LIMIT = 12
SHOWN_STEPS = 6
"""Of the journey, on the sheet; the story tells all."""


def for_cards(actions: "QuerySet[Action]") -> "QuerySet[Action]":
    """What a card shows: town, region, themes; two queries whatever the number."""
    return actions.select_related("organisation__territory__region").prefetch_related("themes")


def published_actions() -> "QuerySet[Action]":
    """Every published sheet for lists and cards, newest first."""
    return for_cards(Action.objects.published())


def actions_by_id(ids: Iterable[int]) -> list[Action]:
    """Published sheets for cards in the order of `ids`; those withdrawn meanwhile are left out. Two queries."""
    ids = list(ids)
    found = {action.pk: action for action in published_actions().filter(pk__in=ids)}
    return [found[pk] for pk in ids if pk in found]


def action_for(user: Any, public_id: str, *, with_rows: bool = False) -> Action:
    """The sheet, if this person may see it. Raises NotFound."""
    actions = Action.objects.visible_to(user)
    actions = actions.with_rows() if with_rows else actions.select_related("organisation__territory")
    found = actions.filter(public_id=public_id).first()
    if found is None:
        raise NotFound(_("There is no action with this address, or it is not published."))
    return found


def own_actions(organisation_ids: Iterable[int]) -> "QuerySet[Action]":
    """All sheets of some organisations, whatever their state, last changed first."""
    return for_cards(Action.objects.filter(organisation_id__in=list(organisation_ids)).order_by("-changed_at", "-pk"))


def count_by_status(organisation: Organisation) -> dict[str, int]:
    """How many sheets of an organisation are in each state."""
    counted = Action.objects.filter(organisation=organisation).order_by().values_list("status")
    return dict(counted.annotate(n=Count("pk")))


def submitted_actions() -> "QuerySet[Action]":
    """What waits on the secretariat's desk, the oldest first."""
    return for_cards(Action.objects.filter(status=Status.SUBMITTED).order_by("changed_at", "pk"))


def similar_actions(action: Action, limit: int = SIMILAR) -> list[Action]:
    """Published sheets that share most themes, then the newest."""
    themes = [theme.pk for theme in action.themes.all()]
    return list(
        published_actions()
        .filter(themes__in=themes)
        .exclude(pk=action.pk)
        .annotate(shared=Count("themes", filter=Q(themes__in=themes)))
        .order_by("-shared", "-published_at", "-pk")[:limit]
    )


@dataclass(frozen=True)
class JourneyEntry:
    """A step, the kind that tells how to show it, and what is said of it beyond the kind's label."""

    step: JourneyStep
    kind: StepKind
    told: StepTold | None = None


def journey_of(action: Action, user: Any, standing: Standing | None = None) -> list[JourneyEntry]:
    """The steps this person may read, in order: everybody the public ones, insiders all."""
    standing = standing or standing_of(user, action.organisation_id)
    steps = JourneyStep.objects.filter(action=action).select_related("organisation__territory")
    if not (standing.is_member or standing.is_staff):
        steps = steps.filter(is_public=True)
    return [JourneyEntry(*one) for one in told(steps)]


def versions_of(action: Action) -> "QuerySet[ActionVersion]":
    """Who saved when, the newest first; without the contents."""
    return ActionVersion.objects.filter(action=action).select_related("author").defer("content")


def version_of(action: Action, number: int) -> ActionVersion:
    """One version with its content. Raises NotFound."""
    found = ActionVersion.objects.filter(action=action, number=number).select_related("author").first()
    if found is None:
        raise NotFound(_("There is no such version of this sheet."))
    return found


@dataclass(frozen=True)
class SheetRequest:
    """How the sheet is wanted: its language, and whether it is a preview of unsaved text."""

    text: str | None = None
    is_preview: bool = False
    extra: dict[str, Any] = field(default_factory=dict)


def sheet(action: Action, user: Any, request: SheetRequest | None = None) -> dict[str, Any]:
    """The context of `actions/detail.html`; `action` comes from `action_for(…, with_rows=True)`. See docs/actions.md."""
    request = request or SheetRequest()
    language = text_language(action, request.text)
    standing = standing_of(user, action.organisation_id)
    reports = [action.language_report(code) for code in language_codes()]
    is_public = action.status == Status.PUBLISHED and not request.is_preview
    report = next(report for report in reports if report.language == language)
    steps = journey_of(action, user, standing)
    return {
        "action": action,
        "texts": sheet_texts(action, language),
        "text_language": language,
        "is_translation": language != action.original_language,
        "report": report,
        "translated_at": translated_at(action, language, report.outdated),
        "tabs": tabs(action, language, reports),
        "organisation": action.organisation,
        "town": action.organisation.territory,
        "traits": traits_of(action.organisation.territory),
        "json_ld": action_jsonld(action, language) if is_public else {},
        "themes": list(action.themes.all()),
        "goals": list(action.goals.all()),
        "places": list(action.places.all()),
        "sources": list(action.sources.all()),
        "contact_email": action.contact_email if getattr(user, "is_authenticated", False) else "",
        "journey": steps[-SHOWN_STEPS:],
        "earlier_steps": max(0, len(steps) - SHOWN_STEPS),
        "similar": [] if request.is_preview else similar_actions(action),
        "may": {deed: standing.may(deed, action.status) and not request.is_preview for deed in DEED_STATES},
        "is_insider": standing.is_member or standing.is_staff,
        "is_preview": request.is_preview,
        **request.extra,
    }


def actions_of_town(territory: Territory) -> "QuerySet[Action]":
    """Published sheets of the organisations of a territory, of the towns that merged into it, of what lies in it, and
    those that name it as a place."""
    lives = [territory, *predecessors(territory)]
    inside = Q(organisation__territory__in=lives) | Q(places__in=lives)
    if territory.kind == Kind.COUNTRY:
        inside |= Q(organisation__territory__country=territory.country)
    for relation in ("region", "department", "intercommunality", "parent"):
        inside |= Q(**{f"organisation__territory__{relation}": territory})
    ids = Action.objects.published().filter(inside).order_by().values("pk")
    return published_actions().filter(pk__in=ids).order_by(F("published_at").desc(), "-pk")


def town_section(territory: Territory) -> tuple[str, dict[str, Any]]:
    """The part of a town's page that lists its actions: template and context."""
    found = list(actions_of_town(territory)[: TOWN_LIMIT + 1])
    return "actions/town_section.html", {
        "town": territory,
        "actions": found[:TOWN_LIMIT],
        "has_more": len(found) > TOWN_LIMIT,
    }


def media_of(action: Action, key: str) -> Media:
    """One picture or document of a sheet. Raises NotFound."""
    found = Media.objects.filter(action=action, key=key).select_related("file").first()
    if found is None:
        raise NotFound(_("This picture or document is no longer in the sheet."))
    return found


def organisation_section(organisation: Organisation) -> tuple[str, dict[str, Any]]:
    """The part of a partner's page that lists its published actions: template and context."""
    found = published_actions().filter(organisation=organisation)[:TOWN_LIMIT]
    return "actions/organisation_section.html", {"actions": list(found)}
