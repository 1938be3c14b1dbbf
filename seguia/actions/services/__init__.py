"""Writes: one verb each."""

from seguia.actions.services.journey import record_step
from seguia.actions.services.media import add_media, remove_media
from seguia.actions.services.workflow import (
    archive_action,
    publish_action,
    restore_action,
    return_action,
    submit_action,
)
from seguia.actions.services.writing import (
    Incomplete,
    Saved,
    content_of_version,
    create_action,
    same_field,
    save_action,
)

__all__ = [
    "Incomplete",
    "Saved",
    "add_media",
    "archive_action",
    "content_of_version",
    "create_action",
    "publish_action",
    "record_step",
    "remove_media",
    "restore_action",
    "return_action",
    "same_field",
    "save_action",
    "submit_action",
]
