"""The library of the demonstration loads once, without a fault, in three languages."""

import json

from django.test import Client

from seguia.config.testing import make_territory
from seguia.core.numbers import number_mismatch
from seguia.library.demo import FOLDER, create_demo_library
from seguia.library.models import Method, MethodDocument, MethodKind, Status
from seguia.membership.models import Organisation, OrganisationKind


def test_demo_loads_once_and_can_be_read(cast, tmp_path, settings):
    settings.MEDIA_ROOT = str(tmp_path)
    for reference in ("hcp:1510101", "insee-com:59512", "hcp:2510103"):
        town = make_territory(reference, "commune", "MA", {"fr": reference})
        Organisation.objects.create(kind=OrganisationKind.LOCAL_GOVERNMENT, name={"fr": reference}, territory=town)
    assert create_demo_library() == 11
    assert create_demo_library() == 0
    assert Method.objects.published().count() == 9
    assert set(Method.objects.values_list("kind", flat=True)) == set(MethodKind.values)
    assert Method.objects.get(status=Status.DRAFT).organisation == cast.loos_town
    assert MethodDocument.objects.count() == 3
    for language in ("ar", "fr", "en"):
        for method in Method.objects.published():
            assert Client().get(f"/{language}/library/{method.public_id}/").status_code == 200


def test_figures_are_the_same_in_every_language():
    for path in FOLDER.glob("*.json"):
        raw = json.loads(path.read_text(encoding="utf-8"))
        for name in ("title", "summary", "body"):
            original = raw[name][raw["original_language"]]
            for text in raw[name].values():
                assert number_mismatch(original, text) == ([], []), (path.name, text[:80])
