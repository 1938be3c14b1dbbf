"""`/api/v1/`: where to begin."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from ninja import Router, Schema
from pydantic import Field

from seguia import __version__
from seguia.core.addresses import absolute
from seguia.core.api import Texts
from seguia.core.languages import language_codes

router = Router(tags=["start"])
LISTS = ["actions", "organisations", "members", "territories", "concepts", "goals", "search", "pages", "news"]


class StartOut(Schema):
    """The network and its lists."""

    name: Texts
    version: str
    languages: list[str] = Field(description="Languages of this network.")
    lists: dict[str, str] = Field(description="Addresses of the lists, by name.")
    openapi: str
    documentation: str


@router.get("/", response=StartOut, url_name="start", summary="Lists and documentation")
def read_start(request: HttpRequest) -> Any:
    """Which lists there are, and where they are described."""
    root = reverse("api:api-root")
    return {
        "name": settings.NETWORK_NAME,
        "version": __version__,
        "languages": language_codes(),
        "lists": {name: absolute(root + name) for name in LISTS},
        "openapi": absolute(reverse("api:openapi-json")),
        "documentation": absolute(reverse("api:openapi-view")),
    }
