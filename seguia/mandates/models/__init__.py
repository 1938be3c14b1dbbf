"""Officials, their mandates, the calendar of elections, and what ties mandates to rights in the network."""

from seguia.mandates.models.bulk import BulkChange, BulkKind, StagedImport
from seguia.mandates.models.link import InvitedOfficial, MandateRepresentation
from seguia.mandates.models.mandate import HEADS, EndReason, Function, Mandate
from seguia.mandates.models.official import Official
from seguia.mandates.models.term import Council, Term

__all__ = [
    "HEADS",
    "BulkChange",
    "BulkKind",
    "Council",
    "EndReason",
    "Function",
    "InvitedOfficial",
    "Mandate",
    "MandateRepresentation",
    "Official",
    "StagedImport",
    "Term",
]
