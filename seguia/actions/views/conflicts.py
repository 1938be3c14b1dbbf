"""Two people changed the same passage: both texts side by side, and a choice."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _

from seguia.actions import services
from seguia.actions.content import Content, Disagreement, group_label, label_of, merge
from seguia.actions.editor import fields_of
from seguia.actions.models import Action
from seguia.core.errors import Conflict, Invalid
from seguia.core.idempotency import new_form_key
from seguia.core.languages import direction

PREFIX = "choice."


@dataclass(frozen=True)
class Side:
    """A disagreement as the page shows it."""

    item: Disagreement
    label: Any
    group: Any
    language: str
    chosen: str = ""

    @property
    def name(self) -> str:
        """Of the radio buttons."""
        return PREFIX + self.item.path

    @property
    def direction(self) -> str:
        """`rtl` or `ltr` of the passage; the page's own for values without a language."""
        return direction(self.language) if self.language else "auto"


def conflict_page(
    request: HttpRequest, action: Action, base_version: int, error: Conflict, confirmed: dict[str, list[str]]
) -> HttpResponse:
    """409, with everything that was typed in the form below."""
    sides = [
        Side(
            item,
            label_of(item.path),
            group_label(item.path),
            item.path.rpartition(".")[2] if item.is_text else "",
            request.POST.get(PREFIX + item.path, ""),
        )
        for item in error.details["disagreements"]
    ]
    hidden = [
        *fields_of(error.details["content"]),
        *(("confirm", f"{language}:{path}") for language, paths in confirmed.items() for path in paths),
        ("base_version", str(base_version)),
        ("theirs_version", str(error.details["version"])),
    ]
    context = {
        "action": action,
        "message": error.message,
        "sides": sides,
        "hidden": hidden,
        "form_key": new_form_key(),
    }
    return render(request, "actions/conflict.html", context, status=409)


def settled(data: QueryDict, action: Action, base: Content, mine: Content) -> tuple[Content, int]:
    """My content with the choices carried out on the version I saw as theirs, which is the new ground.
    Raises Conflict again while a choice is missing."""
    version = data.get("theirs_version", "")
    if not version.isascii() or not version.isdecimal() or len(version) > 9:
        raise Invalid(_("This form belongs to no version of the sheet. Nothing was saved; copy your text and reload."))
    theirs = services.content_of_version(action, int(version))
    merged = merge(base, mine, theirs, _choices(data))
    if merged.disagreements:
        raise services.same_field(merged, mine, theirs, int(version))
    return merged.content, int(version)


def _choices(data: QueryDict) -> dict[str, str]:
    return {name.removeprefix(PREFIX): str(data[name]) for name in data if name.startswith(PREFIX)}
