"""Actions to read by machine: what is published, whoever asks."""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from ninja import Query, Router

from seguia.actions.api.filters import ActionFilters, filtered_actions
from seguia.actions.api.schemas import ActionDetail, ActionOut, JourneyOut
from seguia.actions.api.sheet import action_detail, action_out, journey_out
from seguia.actions.queries import action_for, journey_of
from seguia.core.api import Page, page_of
from seguia.core.identifiers import PublicIdConverter

router = Router(tags=["actions"])


@router.get("/actions", response=Page[ActionOut], url_name="list_actions", summary="Published actions")
def list_actions(request: HttpRequest, asked: Query[ActionFilters]) -> Any:
    """Newest first; with `changed_since`, in the order of change."""
    return page_of(request, filtered_actions(asked), asked, action_out)


@router.get("/actions/{public_id}", response=ActionDetail, url_name="read_action", summary="One action, everything")
def read_action(request: HttpRequest, public_id: str) -> Any:
    """The whole sheet in all its languages: texts, figures, rows, files, journey, licence."""
    visitor = AnonymousUser()
    action = action_for(visitor, PublicIdConverter().to_python(public_id), with_rows=True)
    return action_detail(action, journey_of(action, visitor))


@router.get(
    "/actions/{public_id}/journey", response=JourneyOut, url_name="read_journey", summary="What became of one action"
)
def read_journey(request: HttpRequest, public_id: str) -> Any:
    """The public steps in their order: what happened, when, to whom it leads, and the same as a sentence."""
    visitor = AnonymousUser()
    action = action_for(visitor, PublicIdConverter().to_python(public_id))
    return journey_out(action, journey_of(action, visitor))
