"""The pages of the demonstration load once, without a fault, in three languages."""

import pytest
from django.test import Client

from seguia.pages.demo import MOTIFS, create_demo_pages, demo_faults, drawn
from seguia.pages.models import Image, Kind, Page


def test_demo_pages_load_once_and_can_be_read(cast, tmp_path, settings):
    settings.MEDIA_ROOT = str(tmp_path)
    assert create_demo_pages() == 8
    assert create_demo_pages() == 0
    assert Page.objects.live().filter(kind=Kind.NEWS).count() == 3
    assert Image.objects.count() == 3
    for language in ("ar", "fr", "en"):
        for page in Page.objects.prefetch_related("slugs"):
            address = page.get_absolute_url().replace("/en/", f"/{language}/")
            assert Client().get(address, follow=True).status_code == 200, address


def test_demo_texts_have_no_slip(cast):
    faults = [fault for fault in demo_faults() if "theme “water”" not in fault]
    assert faults == []


@pytest.mark.parametrize("motif", MOTIFS)
def test_pictures_are_drawn(motif):
    assert drawn(motif).startswith(b"\x89PNG")
