"""What everybody may read: plans that are shown, the tree of an action, its spread on the map."""

from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from seguia.actions.models import Action, Status
from seguia.actions.queries import action_for
from seguia.core.errors import NotFound
from seguia.core.permissions import allowed
from seguia.replication.models import Replication
from seguia.replication.queries.comparing import side_by_side
from seguia.replication.queries.lineage import descent_from, direct_plans, public_chain, spread_of, spread_towns
from seguia.replication.queries.plans import origin_of, parts_of, plan_for, shown_plans, stages_of
from seguia.replication.services.linking import ANSWERS

PER_PAGE, LEVELS, MOST = 20, 4, 200
KEPT_SECONDS = 60


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """Every plan that is shown, the newest first; a page number that makes no sense shows the nearest page."""
    page = Paginator(shown_plans(), PER_PAGE).get_page(request.GET.get("page", "1")[:12])
    return render(request, "replication/list.html", {"page": page, "count": page.paginator.count})


@require_safe
def detail(request: HttpRequest, public_id: str) -> HttpResponse:
    """One plan: what is kept, changed and dropped, how far it is, and the figures beside those of the source."""
    plan = plan_for(request.user, public_id)
    return render(request, "replication/detail.html", plan_context(plan, request.user))


def plan_context(plan: Replication, user: Any) -> dict[str, Any]:
    """What the page of a plan shows. Insiders are the people of the town and the secretariat."""
    may_edit = allowed("replication.edit_plan", user, plan)
    is_insider = may_edit or bool(getattr(user, "is_active", False) and user.is_staff)
    parts = parts_of(plan)
    return {
        "plan": plan,
        "organisation": plan.organisation,
        "origin": origin_of(plan, is_insider=is_insider),
        "source": plan.source_action,
        "own_action": plan.own_action if is_insider else plan.public_own_action,
        "shows_origin": is_insider or plan.has_public_source,
        "parts": parts if is_insider else [part for part in parts if part.is_decided],
        "decided": sum(1 for part in parts if part.is_decided),
        "stages": stages_of(plan),
        "pairs": side_by_side(plan, is_insider=is_insider),
        "is_insider": is_insider,
        "may_edit": may_edit,
        "may_hide": allowed("replication.hide_plan", user, plan),
        "may_answer": allowed("replication.answer_link", user, plan),
        "answers": ANSWERS[plan.consent],
        "is_source_gone": plan.source_action is None or plan.source_action.status != Status.PUBLISHED,
    }


def _published(request: HttpRequest, public_id: str) -> Action:
    action = action_for(request.user, public_id)
    if action.status != Status.PUBLISHED:
        raise NotFound(_("There is no action with this address, or it is not published."))
    return action


@require_safe
def tree(request: HttpRequest, public_id: str) -> HttpResponse:
    """The family tree of an action, a page of its direct followers at a time, with what follows from each."""
    action = _published(request, public_id)
    page = Paginator(direct_plans(action), PER_PAGE).get_page(request.GET.get("page", "1")[:12])
    nodes, is_cut = descent_from(list(page.object_list), levels=LEVELS, limit=MOST)
    context = {
        "action": action,
        "page": page,
        "nodes": nodes,
        "is_cut": is_cut,
        "chain": public_chain(action),
        "spread": spread_of(action),
    }
    return render(request, "replication/tree.html", context)


@require_safe
def spread(request: HttpRequest, public_id: str) -> HttpResponse:
    """The map of spread, and the same towns as a table."""
    action = _published(request, public_id)
    towns = Paginator(spread_towns(action), 100).get_page(request.GET.get("page", "1")[:12])
    context = {"action": action, "page": towns, "spread": spread_of(action), "tile_url": settings.TILE_URL}
    return render(request, "replication/spread.html", context)


@require_safe
def spread_data(request: HttpRequest, public_id: str) -> JsonResponse:
    """Markers for the map: the town of origin and those that took the action up."""
    action = _published(request, public_id)
    places = [_origin_marker(action), *(_marker(town) for town in spread_towns(action))]
    response = JsonResponse({"towns": [place for place in places if place]})
    response.headers["Cache-Control"] = f"public, max-age={KEPT_SECONDS}"
    return response


def _origin_marker(action: Action) -> dict[str, Any] | None:
    town = action.organisation.territory
    if town is None or town.latitude is None or town.longitude is None:
        return None
    name = action.organisation.label()
    place = {"lat": round(float(town.latitude), 3), "lon": round(float(town.longitude), 3)}
    return {
        **place,
        "name": name.text,
        "lang": name.language,
        "count": 1,
        "isAlone": True,
        "url": action.get_absolute_url(),
    }


def _marker(town: Any) -> dict[str, Any] | None:
    if town.latitude is None or town.longitude is None:
        return None
    address = reverse("replication:detail", args=[town.plan])
    place = {"lat": town.latitude, "lon": town.longitude}
    return {**place, "name": town.name.text, "lang": town.name.language, "count": 1, "isAlone": True, "url": address}
