"""Taking an action up: a plan that begins as a copy of what the source did."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from seguia.actions.models import Action, Status
from seguia.actions.queries import action_for
from seguia.audit.services import record_event
from seguia.core.errors import Conflict, Invalid
from seguia.core.languages import language_codes
from seguia.core.permissions import require
from seguia.core.translated import TranslatedText
from seguia.membership.models import Organisation
from seguia.replication.models import PlanItem, PlanStage, Replication, StageChange
from seguia.replication.origin import keys_of, taken_content
from seguia.replication.queries.lineage import ancestor_ids
from seguia.replication.queries.plans import organisations_of_the_town
from seguia.replication.services.locking import hold_lineage


def begin_plan(*, user: Any, action: Action, organisation: Organisation, language: str) -> Replication:
    """A plan of this organisation from a published action. Begun already: the plan that is there is given back.

    Raises Refused, NotFound, Invalid, Conflict when the action is not published, is the town's own or descends from one
    of its own.
    """
    if language not in language_codes():
        raise Invalid(_("Choose one of the languages of the network. Nothing was saved."))
    with transaction.atomic():
        require("replication.create_plan", user, organisation)
        hold_lineage()
        Organisation.objects.select_for_update(of=("self",)).get(pk=organisation.pk)
        source = action_for(user, action.public_id, with_rows=True)
        running = Replication.objects.filter(organisation=organisation, source_action=source)
        if plan := running.exclude(stage=PlanStage.ABANDONED).first():
            return plan
        _check_source(source, organisation)
        plan = new_plan(source, organisation, language, user)
        record_event("replication.plan.begun", plan, actor=user, action=source.public_id)
    return plan


def _check_source(source: Action, organisation: Organisation) -> None:
    if source.status != Status.PUBLISHED:
        raise Conflict(
            _("This action is not published, so nobody can take it up now. Nothing was saved."), code="not_published"
        )
    own = organisations_of_the_town(organisation)
    if source.organisation_id in own:
        raise Conflict(
            _("This is an action of your own town: go on with its sheet instead. Nothing was saved."), code="own_action"
        )
    before = Action.objects.filter(pk__in=ancestor_ids(source.pk), organisation_id__in=own)
    if mine := before.order_by("pk").first():
        words = _(
            "This action descends from one of your own town, “%(title)s”: tell there what you learn from it. "
            "Nothing was saved."
        )
        raise Conflict(words % {"title": mine.label().text}, code="own_descendant")


def new_plan(source: Action, organisation: Organisation, language: str, user: Any) -> Replication:
    """The plan with its parts, none decided. For the demonstration as well, which checks no rights."""
    content = taken_content(source)
    plan = Replication(
        organisation=organisation,
        source_action=source,
        source_public_id=source.public_id,
        source_version=source.version,
        source_title=TranslatedText(source.title),
        source_language=source.original_language,
        source_organisation=TranslatedText(source.organisation.name),
        source_content=content,
        language=language,
        told_version=source.version,
        told_status=source.status,
        started_by=user if getattr(user, "pk", None) else None,
        is_demonstration=organisation.is_demonstration,
    )
    plan.full_clean(exclude=["organisation", "source_action", "started_by"])
    plan.save()
    PlanItem.objects.bulk_create(
        PlanItem(replication=plan, key=key, kind=kind, position=place)
        for place, (key, kind) in enumerate(keys_of(content))
    )
    StageChange.objects.create(replication=plan, stage=PlanStage.PLANNED, actor=plan.started_by)
    return plan
