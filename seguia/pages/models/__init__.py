"""Tables of the editorial pages: pages and news, their addresses and versions, pictures, menus, editors."""

from seguia.pages.models.image import Image, ImageLicence, ImageUse
from seguia.pages.models.menu import Menu, MenuItem
from seguia.pages.models.page import Kind, Page, PageSlug, PageVersion, Place, State, Status
from seguia.pages.models.people import PageEditor

__all__ = [
    "Image",
    "ImageLicence",
    "ImageUse",
    "Kind",
    "Menu",
    "MenuItem",
    "Page",
    "PageEditor",
    "PageSlug",
    "PageVersion",
    "Place",
    "State",
    "Status",
]
