"""A menu as a form: a few rows, each a page, a part of the site or an address; no script needed."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from seguia.core.forms import TranslatedFormField
from seguia.pages.menus import places
from seguia.pages.models import MenuItem
from seguia.pages.queries import menu_pages
from seguia.pages.services.menus import MOST_ITEMS, check_item

EMPTY_ROWS = 2


class MenuItemForm(forms.Form):
    """One row; a row without target is left out."""

    place = forms.ChoiceField(label=_("Part of the site"), required=False)
    page = forms.ModelChoiceField(
        queryset=menu_pages(), to_field_name="public_id", label=_("Or a page"), required=False
    )
    url = forms.CharField(label=_("Or an address"), max_length=500, required=False)
    label = TranslatedFormField(
        label=_("Label"),
        max_length=60,
        required=False,
        help_text=_("Empty: the name of the part or the title of the page."),
    )
    order = forms.IntegerField(label=_("Order"), min_value=0, max_value=999, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        place = self.fields["place"]
        assert isinstance(place, forms.ChoiceField)
        place.choices = [("", "—"), *places().items()]

    def is_empty(self) -> bool:
        """Nothing to lead to: the row is taken out."""
        values = self.cleaned_data
        return not (values.get("place") or values.get("page") or values.get("url"))

    def item(self) -> MenuItem:
        """The row as an unsaved item."""
        values = self.cleaned_data
        return MenuItem(place=values["place"], page=values["page"], url=values["url"].strip(), label=values["label"])

    def clean(self) -> dict[str, Any]:
        """Each row says what is wrong with it."""
        values = super().clean() or {}
        if not self.errors and not self.is_empty():
            try:
                check_item(self.item())
            except ValidationError as error:
                raise ValidationError(error.messages) from error
        return values


class MenuForm:
    """All rows of one menu."""

    def __init__(self, items: list[MenuItem], data: Any = None) -> None:
        number = self._rows_of(data) if data is not None else min(MOST_ITEMS, len(items) + EMPTY_ROWS)
        self.rows = [
            MenuItemForm(data, prefix=f"row{n}", initial=_initial(items[n], n) if n < len(items) else {"order": n + 1})
            for n in range(number)
        ]

    @staticmethod
    def _rows_of(data: Any) -> int:
        written = data.get("rows", "")
        return min(MOST_ITEMS, int(written)) if written.isascii() and written.isdecimal() and len(written) < 4 else 0

    def is_valid(self) -> bool:
        """Every row is looked at, so that all faults are told at once."""
        faulty = [row for row in self.rows if not row.is_valid()]
        return not faulty

    def items(self) -> list[MenuItem]:
        """In the order that was written; rows without a number last."""
        rows = [row for row in self.rows if not row.is_empty()]
        last = 1000
        return [row.item() for row in sorted(rows, key=lambda row: _order(row, last))]


def _order(row: MenuItemForm, last: int) -> int:
    written = row.cleaned_data.get("order")
    return last if written is None else int(written)


def _initial(item: MenuItem, number: int) -> dict[str, Any]:
    page = item.page.public_id if item.page else None
    return {"place": item.place, "page": page, "url": item.url, "label": item.label, "order": number + 1}
