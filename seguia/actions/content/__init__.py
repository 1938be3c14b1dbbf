"""The content of a sheet as plain data: taking it, checking it, writing it back, comparing and merging it."""

from seguia.actions.content.comparing import Change, changes, group_label, label_of
from seguia.actions.content.merging import Disagreement, Merged, flatten, merge
from seguia.actions.content.shape import GROUPS, SCALARS, SETS, TEXTS, Content
from seguia.actions.content.snapshot import apply, snapshot, unsaved
from seguia.actions.content.validation import CODE, REQUIRED, InvalidContent, missing_for_submission, validate

__all__ = [
    "CODE",
    "GROUPS",
    "REQUIRED",
    "SCALARS",
    "SETS",
    "TEXTS",
    "Change",
    "Content",
    "Disagreement",
    "InvalidContent",
    "Merged",
    "apply",
    "changes",
    "flatten",
    "group_label",
    "label_of",
    "merge",
    "missing_for_submission",
    "snapshot",
    "unsaved",
    "validate",
]
