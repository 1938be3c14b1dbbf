"""A menu is saved as a whole: what was there before is replaced."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from seguia.audit.services import record_event
from seguia.core.errors import Conflict
from seguia.core.permissions import require
from seguia.pages.menus import forget_menus, places
from seguia.pages.models import Kind, Menu, MenuItem, Page
from seguia.pages.rendering.checking import is_safe_address

MOST_ITEMS = 12


def save_menu(*, user: Any, menu: str, items: Sequence[MenuItem], seen: str) -> None:
    """Replace a menu by these unsaved items, in their order. `seen` is `menu_mark` of what the person started from.

    An empty menu gives back the built-in one. Raises Refused, ValidationError, and Conflict when somebody else saved it.
    """
    with _one_at_a_time(), transaction.atomic():
        require("pages.edit_menu", user)
        if menu not in Menu.values:
            raise ValidationError(_("There is no such menu."))
        present = list(MenuItem.objects.select_for_update(of=("self",)).filter(menu=menu))
        if menu_mark(present) != seen:
            raise _changed_meanwhile(menu_mark(present))
        if len(items) > MOST_ITEMS:
            raise ValidationError(_("A menu holds at most %(limit)s items.") % {"limit": MOST_ITEMS})
        MenuItem.objects.filter(menu=menu).delete()
        for order, item in enumerate(items):
            item.menu, item.order = menu, order
            check_item(item)
            item.save()
        record_event("pages.menu.saved", MenuItem(pk=0), actor=user, menu=menu, items=len(items))
        forget_menus()


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Nothing can be locked in an empty menu: there the constraint decides between two."""
    try:
        yield
    except IntegrityError as error:
        raise _changed_meanwhile("") from error


def _changed_meanwhile(version: str) -> Conflict:
    return Conflict(
        _("Somebody else changed this menu meanwhile. Yours is not saved; compare and save again."),
        code="menu_changed",
        version=version,
    )


def check_item(item: MenuItem) -> None:
    """Leads to one thing that exists. Raises ValidationError."""
    if [bool(item.page_id), bool(item.place), bool(item.url)].count(True) != 1:
        raise ValidationError(_("Choose a page, a part of the site, or write an address: one of the three."))
    if item.place and item.place not in places():
        raise ValidationError(_("This part of the site does not exist here."))
    if item.url and not is_safe_address(item.url):
        raise ValidationError(
            _("The link to “%(address)s” is not possible. Links begin with https://, mailto:, tel: or “/”.")
            % {"address": item.url[:80]}
        )
    if item.url and not item.label:
        raise ValidationError(_("An address needs a label."))
    if item.page_id and not Page.objects.filter(pk=item.page_id, kind=Kind.PAGE).exists():
        raise ValidationError(_("There is no page with this address."))
    item.full_clean(exclude=["menu"])


def menu_mark(items: Sequence[MenuItem]) -> str:
    """What a form carries, to notice that the menu changed meanwhile."""
    return ".".join(str(item.pk) for item in items)
