"""Writes: beginning and saving methods, their way through the network, their documents, translations."""

from seguia.library.services.documents import add_document, remove_document
from seguia.library.services.translating import save_translation
from seguia.library.services.workflow import (
    archive_method,
    publish_method,
    restore_method,
    return_method,
    submit_method,
    take_decision_back,
)
from seguia.library.services.writing import Saved, create_method, save_method

__all__ = [
    "Saved",
    "add_document",
    "archive_method",
    "create_method",
    "publish_method",
    "remove_document",
    "restore_method",
    "return_method",
    "save_method",
    "save_translation",
    "submit_method",
    "take_decision_back",
]
