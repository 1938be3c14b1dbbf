"""Sheets as results of the search API."""

from collections.abc import Sequence

from django.urls import reverse

from seguia.actions.models import Action
from seguia.core.addresses import absolute, addresses_by_language
from seguia.core.languages import language_codes
from seguia.search.results import ResultCard, register_cards


def register() -> None:
    """Tell the search floor how sheets are reached."""
    register_cards("action", cards)


def cards(ids: Sequence[int]) -> dict[int, ResultCard]:
    """Published sheets by id; one query."""
    found = Action.objects.published().filter(pk__in=ids).order_by()
    return {action.pk: card(action) for action in found}


def card(action: Action) -> ResultCard:
    """One sheet; no query."""
    return ResultCard(
        action.public_id,
        action.original_language,
        title_languages(action),
        addresses_by_language(action.get_absolute_url),
        api_address(action),
    )


def api_address(action: Action) -> str:
    """The sheet as data."""
    return absolute(reverse("api:read_action", args=[action.public_id]))


def title_languages(action: Action) -> list[str]:
    """As `Action.languages`, without reading the rows of the sheet."""
    others = [code for code in language_codes() if action.title.get(code) and code != action.original_language]
    return [action.original_language, *others]
