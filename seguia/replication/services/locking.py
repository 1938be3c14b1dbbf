"""Every write starts here: the plan locked and read anew, the right checked; and one lock for the shape of the tree."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection
from django.utils.translation import gettext as _

from seguia.core.errors import Conflict
from seguia.core.permissions import allowed, require
from seguia.core.text import clean_text
from seguia.replication.models import Replication
from seguia.replication.queries.plans import no_plan

_LOCK = 7_345_220_011  # PostgreSQL advisory lock: whoever ties two actions together sees all other ties


def locked_for(plan: Replication, user: Any, permission: str) -> Replication:
    """The plan as it is now, locked until the end of the caller's transaction (PostgreSQL: row lock; SQLite: the
    transaction itself holds the write gate). Raises NotFound, Refused."""
    found = Replication.objects.select_for_update(of=("self",)).filter(pk=plan.pk)
    fresh = found.select_related("organisation", "source_action__organisation", "own_action").first()
    if fresh is None or not allowed("replication.view_plan", user, fresh):
        raise no_plan()
    require(permission, user, fresh)
    return fresh


def hold_lineage() -> None:
    """Until the end of the transaction nobody else ties actions together. On SQLite the write gate does the same."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def check_version(plan: Replication, version: int) -> None:
    """Raises Conflict when somebody changed the plan since it was read."""
    if plan.version != version:
        raise Conflict(
            _("A colleague changed this plan after you opened it. Nothing was changed; read it again and decide."),
            code="changed_since",
        )


def note_change(plan: Replication, *fields: str) -> None:
    """Check, count up, save."""
    plan.version += 1
    plan.full_clean(exclude=["organisation", "source_action", "own_action", "started_by", "consent_by"])
    plan.save(update_fields=[*fields, "version", "changed_at"])


def cleaned(text: str, *, limit: int, multiline: bool = True) -> str:
    """A text as it is kept. Raises ValidationError for invisible characters and for one that is too long."""
    result = clean_text(text, multiline=multiline)
    if len(result) > limit:
        raise ValidationError(
            _("This text has %(length)s characters; at most %(limit)s are possible.")
            % {"length": len(result), "limit": limit},
            code="max_length",
        )
    return result
