"""What becomes of the source after it was taken up: a job looks, and tells the people of the plan once."""

from django.db import transaction
from django.db.models import F, Q

from seguia.actions.models import Status
from seguia.replication.models import PlanStage, Replication
from seguia.replication.telling import tell_of_source

AT_ONCE = 200


def follow_sources() -> int:
    """Plans whose source is newer, went offline or came back since they were told. Returns how many were told."""
    news = ~Q(source_action__status=F("told_status")) | Q(source_action__version__gt=F("told_version"))
    found = Replication.objects.filter(news, source_action__isnull=False).exclude(stage=PlanStage.ABANDONED)
    return sum(_follow(pk) for pk in found.order_by("pk").values_list("pk", flat=True)[:AT_ONCE])


def _follow(pk: int) -> int:
    """One plan, in a transaction of its own; 0 when another worker was there first."""
    with transaction.atomic():
        plan = Replication.objects.select_for_update(of=("self",)).filter(pk=pk).first()
        source = plan.source_action if plan else None
        if plan is None or source is None:
            return 0
        was_public, is_public = plan.told_status == Status.PUBLISHED, source.status == Status.PUBLISHED
        is_newer = source.version > plan.told_version
        plan.told_status, plan.told_version = source.status, source.version
        plan.save(update_fields=["told_status", "told_version"])
        if was_public != is_public:
            tell_of_source(plan, "online" if is_public else "offline")
        elif is_public and is_newer:
            tell_of_source(plan, "changed")
        else:
            return 0
    return 1
