"""The help desk: cases of towns, the thread of each, the advisers who take them, and what they recommend."""

from seguia.support.models.adviser import Adviser
from seguia.support.models.case import (
    ENDED,
    WORKED_ON,
    Case,
    CaseKind,
    CaseStatus,
    InstitutionalMatter,
    Outcome,
)
from seguia.support.models.recommendation import (
    Obstacle,
    Recommendation,
    RecommendationChange,
    RecommendationKind,
    RecommendationStatus,
)
from seguia.support.models.reminder import Reminder
from seguia.support.models.thread import Attachment, AuthorRole, Message, ThreadEvent, Via
from seguia.support.models.work import Deadline, ForWhom, Handover, HandoverState

__all__ = [
    "ENDED",
    "WORKED_ON",
    "Adviser",
    "Attachment",
    "AuthorRole",
    "Case",
    "CaseKind",
    "CaseStatus",
    "Deadline",
    "ForWhom",
    "Handover",
    "HandoverState",
    "InstitutionalMatter",
    "Message",
    "Obstacle",
    "Outcome",
    "Recommendation",
    "RecommendationChange",
    "RecommendationKind",
    "RecommendationStatus",
    "Reminder",
    "ThreadEvent",
    "Via",
]
