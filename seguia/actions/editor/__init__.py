"""The editor: a posted form becomes content, content becomes a page with everything that was typed."""

from seguia.actions.editor.form import SheetForm
from seguia.actions.editor.posted import confirmed_from, content_from, fields_of, without_blank_rows
from seguia.actions.editor.rows import changed_rows

__all__ = ["SheetForm", "changed_rows", "confirmed_from", "content_from", "fields_of", "without_blank_rows"]
