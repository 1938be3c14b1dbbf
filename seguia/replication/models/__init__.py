"""Tables of this feature."""

from seguia.replication.models.plan import Choice, PartKind, PlanItem
from seguia.replication.models.replication import Consent, PlanStage, Replication
from seguia.replication.models.results import PlanResult, StageChange

__all__ = ["Choice", "Consent", "PartKind", "PlanItem", "PlanResult", "PlanStage", "Replication", "StageChange"]
