"""The editor of a sheet as a page: every typed text, its faults, the state of each translation."""

from typing import Any

from django.db import models

from seguia.actions.content import GROUPS, REQUIRED, TEXTS, Content
from seguia.actions.editor.boxes import (
    Control,
    Faults,
    ListControl,
    RowControl,
    TextControl,
    TextState,
    identifier,
    text_limits,
)
from seguia.actions.editor.choosing import SetControl, goals_control, places_control, themes_control
from seguia.actions.editor.helps import ADD_LABELS, HELPS, LIST_LABELS
from seguia.actions.models import Action
from seguia.core.languages import language_codes, own_name

_INPUTS = {
    "contact_email": ("email", "email"),
    "url": ("url", "url"),
    "cost": ("text", "decimal"),
    "value": ("text", "decimal"),
    "amount": ("text", "decimal"),
    "year": ("text", "numeric"),
    "cost_year": ("text", "numeric"),
}


class SheetForm:
    """`content` may be raw: exactly what was typed is shown again."""

    def __init__(
        self, action: Action, content: Content, faults: Faults | None = None, finds: dict[str, str] | None = None
    ) -> None:
        self.content = content
        self.faults = faults or {}
        self.finds = finds or {}
        original = content.get("original_language")
        self.original = original if original in language_codes() else action.original_language
        reports = [action.language_report(code) for code in language_codes()]
        self._state = TextState({report.language: report.outdated for report in reports})
        self._files = {row.key: row.file.name for row in action.media.select_related("file")}

    def text(self, name: str) -> TextControl:
        """A text of the sheet itself."""
        return self._text(Action, name, self.content.get(name) or {}, name, HELPS.get(name, ""))

    def _text(self, model: type[models.Model], name: str, texts: dict[str, str], path: str, help_: Any) -> TextControl:
        limit, multiline = text_limits(model, name)
        column: Any = model._meta.get_field(name)
        boxes = {code: self._state.box(path, code, texts, self.original, self.faults) for code in language_codes()}
        return TextControl(
            path,
            column.verbose_name,
            help_,
            multiline,
            10 if limit > 5000 else 5 if limit > 1000 else 3,
            limit,
            self.faults.get(path, []),
            boxes.pop(self.original),
            list(boxes.values()),
            column.blank and path not in REQUIRED,
        )

    def control(self, name: str) -> Control:
        """A single value of the sheet."""
        if name == "original_language":
            return self._original_language()
        return self._control(Action, name, self.content.get(name), name)

    def _original_language(self) -> Control:
        return Control(
            "original_language",
            Action._meta.get_field("original_language").verbose_name,
            self.original,
            self.faults.get("original_language", []),
            HELPS["original_language"],
            "select",
            [(code, own_name(code)) for code in language_codes()],
            is_optional=False,
        )

    def _control(self, model: type[models.Model], name: str, value: Any, path: str, help_: Any = None) -> Control:
        column: Any = model._meta.get_field(name)
        type_, mode = _INPUTS.get(name, ("text", ""))
        choices = [(code, label) for code, label in column.flatchoices if code]
        if choices and column.blank:
            choices.insert(0, ("", "—"))
        return Control(
            path,
            column.verbose_name,
            "" if value is None else str(value),
            self.faults.get(path, []),
            HELPS.get(name, "") if help_ is None else help_,
            "select" if choices else type_,
            choices,
            column.blank or column.null,
            mode,
        )

    def rows(self, name: str) -> ListControl:
        """A list of rows."""
        group = GROUPS[name]
        rows = [self._row(name, number, row) for number, row in enumerate(self.content.get(name, []), start=1)]
        return ListControl(
            name, LIST_LABELS[name], HELPS.get(name, ""), ADD_LABELS.get(group.name), self.faults.get(name, []), rows
        )

    def _row(self, name: str, number: int, row: dict[str, Any]) -> RowControl:
        group = GROUPS[name]
        prefix = f"{name}.{row['key']}."
        return RowControl(
            name,
            row["key"],
            number,
            [self._text(group.model, text, row.get(text) or {}, prefix + text, "") for text in group.texts],
            [
                self._control(group.model, scalar, row.get(scalar), prefix + scalar, HELPS.get(f"{name}.{scalar}", ""))
                for scalar in group.scalars
            ],
            self._files.get(row["key"], str(number)),
        )

    @property
    def texts(self) -> dict[str, TextControl]:
        """All texts by name, for the template."""
        return {name: self.text(name) for name in TEXTS}

    @property
    def controls(self) -> dict[str, Control]:
        """All single values by name."""
        names = ["original_language", "stage", "started", "ended", "cost", "cost_currency", "cost_year"]
        return {name: self.control(name) for name in [*names, "contact_email", "licence"]}

    @property
    def lists(self) -> dict[str, ListControl]:
        """All lists of rows by name."""
        return {name: self.rows(name) for name in GROUPS}

    @property
    def themes(self) -> SetControl:
        """Themes to choose from."""
        return themes_control(self.content["themes"], self.finds.get("themes", ""), self.faults.get("themes", []))

    @property
    def goals(self) -> SetControl:
        """Goals with their targets."""
        return goals_control(self.content["goals"], self.faults.get("goals", []))

    @property
    def places(self) -> SetControl:
        """Places to choose from."""
        return places_control(self.content["places"], self.finds.get("places", ""), self.faults.get("places", []))

    @property
    def fault_list(self) -> list[tuple[str, str]]:
        """(id of the field, sentence) for the summary on top."""
        return [(identifier(path) if path else "", message) for path, found in self.faults.items() for message in found]
