"""A picture of the library as a page shows it: addresses by width, what it shows, whose it is."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from seguia.core.translated import Localised
from seguia.pages.models import Image, ImageLicence

ADDRESSES = {
    ImageLicence.CC_BY.value: "https://creativecommons.org/licenses/by/4.0/",
    ImageLicence.CC_BY_SA.value: "https://creativecommons.org/licenses/by-sa/4.0/",
    ImageLicence.CC0.value: "https://creativecommons.org/publicdomain/zero/1.0/",
    ImageLicence.ETALAB.value: "https://www.etalab.gouv.fr/licence-ouverte-open-licence/",
}


@dataclass(frozen=True)
class ShownPicture:
    """Everything a template needs."""

    src: str
    srcset: str
    width: int
    height: int
    alt: Localised
    credit: str
    licence: str
    licence_url: str


def picture_url(image: Any, width: int) -> str:
    """The rendition of this width, served through the rights check of `files`."""
    return reverse("files:picture", args=[image.file.public_id, width])


def picture_shown(
    image: Image, language: str | None = None, url: Callable[[Any, int], str] | None = None
) -> ShownPicture:
    """The picture for a reader of `language`. No query when the file is loaded."""
    address = url or picture_url
    assert image.file is not None
    widths = sorted(int(width) for width in image.file.renditions)
    middle = next((width for width in widths if width >= 960), widths[-1])
    full_width, full_height = image.file.width or middle, image.file.height or middle
    return ShownPicture(
        src=address(image, middle),
        srcset=", ".join(f"{address(image, width)} {width}w" for width in widths),
        width=middle,
        height=round(full_height * middle / full_width),
        alt=image.alt.localised(language),
        credit=image.credit,
        licence=image.get_licence_display(),
        licence_url=ADDRESSES.get(image.licence, ""),
    )
