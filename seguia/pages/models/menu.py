"""Menus as data: what stands in the main navigation and in the footer."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from seguia.core.fields import TranslatedField


class Menu(models.TextChoices):
    """Where an item stands."""

    MAIN = "main", _("main menu")
    FOOTER = "footer", _("footer")


class MenuItem(models.Model):
    """One line of a menu: a page, a built-in part of the site, or an address."""

    menu = models.CharField(_("menu"), max_length=10, choices=Menu.choices)
    order = models.PositiveIntegerField(_("order"), default=0)
    page = models.ForeignKey("pages.Page", models.CASCADE, null=True, blank=True, related_name="menu_items")
    place = models.CharField(_("part of the site"), max_length=60, blank=True)
    """Name of a route without arguments, one of `menus.places()`."""
    url = models.CharField(_("address"), max_length=500, blank=True)
    label = TranslatedField(_("label"), max_length=60)
    """Empty: the title of the page, the name of the part."""

    class Meta:
        verbose_name = _("menu item")
        verbose_name_plural = _("menu items")
        ordering = ["menu", "order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["menu", "order"], name="pages_menu_place_once"),
            models.CheckConstraint(
                name="pages_menu_item_leads_to_one_thing",
                condition=(
                    Q(page__isnull=False, place="", url="")
                    | Q(page__isnull=True, url="") & ~Q(place="")
                    | Q(page__isnull=True, place="") & ~Q(url="")
                ),
            ),
        ]

    def __str__(self) -> str:
        return str(self.label) or self.place or self.url or str(self.page)
