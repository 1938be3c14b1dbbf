"""Writes: one verb each."""

from seguia.replication.services.beginning import begin_plan
from seguia.replication.services.linking import answer_link
from seguia.replication.services.moving import move_plan, save_lessons
from seguia.replication.services.results import add_result, remove_result
from seguia.replication.services.saving import Disagreement, Edit, save_plan
from seguia.replication.services.showing import hide_plan, show_plan
from seguia.replication.services.telling import make_sheet, tie_sheet

__all__ = [
    "Disagreement",
    "Edit",
    "add_result",
    "answer_link",
    "begin_plan",
    "hide_plan",
    "make_sheet",
    "move_plan",
    "remove_result",
    "save_lessons",
    "save_plan",
    "show_plan",
    "tie_sheet",
]
