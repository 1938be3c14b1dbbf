"""Writes: beginning and saving pages, publishing them, the picture library, menus, editors."""

from seguia.pages.services.editors import grant_editor, revoke_editor
from seguia.pages.services.images import add_image, change_image, delete_image
from seguia.pages.services.menus import save_menu
from seguia.pages.services.publishing import announce_due_pages, archive_page, publish_page, withdraw_page
from seguia.pages.services.translating import save_translation
from seguia.pages.services.writing import Saved, create_page, restore_version, save_page

__all__ = [
    "Saved",
    "add_image",
    "announce_due_pages",
    "archive_page",
    "change_image",
    "create_page",
    "delete_image",
    "grant_editor",
    "publish_page",
    "restore_version",
    "revoke_editor",
    "save_menu",
    "save_page",
    "save_translation",
    "withdraw_page",
]
