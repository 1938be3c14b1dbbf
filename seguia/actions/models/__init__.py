"""The action: its sheet, the rows of the sheet, its versions and its journey."""

from seguia.actions.models.action import Action, Licence, Stage, Status
from seguia.actions.models.history import ActionVersion, JourneyStep
from seguia.actions.models.parts import (
    ActionPart,
    EvidenceSource,
    Funder,
    FunderKind,
    Indicator,
    Media,
    Partner,
    Result,
    ResultKind,
    Step,
)

__all__ = [
    "Action",
    "ActionPart",
    "ActionVersion",
    "EvidenceSource",
    "Funder",
    "FunderKind",
    "Indicator",
    "JourneyStep",
    "Licence",
    "Media",
    "Partner",
    "Result",
    "ResultKind",
    "Stage",
    "Status",
    "Step",
]
