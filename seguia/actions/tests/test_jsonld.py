"""The sheet in schema.org's words."""

import json
import re
from typing import Any

from django.template import Context, Template

from seguia.actions.jsonld import action_jsonld, script_safe
from seguia.actions.models import Action, EvidenceSource
from seguia.config.testing import Cast

SITE = "http://localhost:8000"


def shown(action: Action, language: str) -> Any:
    """What a page holds, as a machine reads it."""
    html = Template("{% load jsonld %}{% action_jsonld action language %}").render(
        Context({"action": action, "language": language})
    )
    match = re.fullmatch(r'<script type="application/ld\+json">(.*)</script>', html, re.DOTALL)
    assert match is None or "</script" not in match.group(1)
    return json.loads(match.group(1)) if match else None


def test_sheet_is_told_in_full(cast: Cast) -> None:
    action = cast.arabic_action
    action.started, action.ended = "2014-05", ""
    EvidenceSource.objects.create(action=action, title="تقرير", publisher="جماعة شفشاون", year=2020)
    action = Action.objects.with_rows().get(pk=action.pk)
    action.started = "2014-05"
    url = f"actions/{action.public_id}/"
    assert shown(action, "fr") == {
        "@context": "https://schema.org",
        "@type": "Article",
        "@id": f"{SITE}/ar/{url}",
        "url": f"{SITE}/fr/{url}",
        "headline": "Un espace info énergie pour les habitants",
        "alternativeHeadline": [{"@language": "ar", "@value": "مكتب الاستشارة في الطاقة لفائدة الساكنة"}],
        "abstract": "تقدم الجماعة النصح للأسر لتخفيض استهلاك الكهرباء.",
        "inLanguage": "fr",
        "availableLanguage": ["ar", "fr"],
        "about": [{"@type": "DefinedTerm", "termCode": "energy", "name": "Énergie"}],
        "author": {"@type": "GovernmentOrganization", "name": "Commune de Chefchaouen"},
        "publisher": {"@type": "Organization", "name": "Réseau des villes écologiques", "url": f"{SITE}/"},
        "spatialCoverage": [
            {
                "@type": "City",
                "name": "Chefchaouen",
                "identifier": {"@type": "PropertyValue", "propertyID": "hcp", "value": "0115101"},
                "address": {"@type": "PostalAddress", "addressCountry": "MA"},
                "geo": {"@type": "GeoCoordinates", "latitude": 35.1714, "longitude": -5.2697},
            }
        ],
        "license": "https://creativecommons.org/licenses/by/4.0/",
        "datePublished": "2026-01-05T09:00:00+00:00",
        "dateModified": action.changed_at.isoformat(),
        "temporalCoverage": "2014-05/..",
        "citation": [{"@type": "CreativeWork", "name": "تقرير", "publisher": "جماعة شفشاون", "datePublished": "2020"}],
        "isAccessibleForFree": True,
        "translationOfWork": {"@type": "Article", "inLanguage": "ar", "@id": f"{SITE}/ar/{url}"},
    }


def test_original_is_no_translation(cast: Cast) -> None:
    data = shown(cast.arabic_action, "ar")
    assert data["@id"] == data["url"] == f"{SITE}/ar/actions/{cast.arabic_action.public_id}/"
    assert "translationOfWork" not in data


def test_text_cannot_leave_the_script_element(cast: Cast) -> None:
    evil = "</script><script>alert(1)</script><!-- <![CDATA[ & \u2028"
    cast.french_action.title = {"fr": evil}
    data = action_jsonld(cast.french_action, "fr")
    text = script_safe(data)
    assert not set("<>&\u2028") & set(text)
    assert json.loads(text)["headline"] == evil
    assert shown(cast.french_action, "fr")["headline"] == evil


def test_unpublished_sheet_tells_machines_nothing(cast: Cast) -> None:
    assert shown(cast.draft, "ar") is None
    cast.french_action.status = "archived"
    assert shown(cast.french_action, "fr") is None


def test_sheet_with_loaded_rows_needs_no_query(cast: Cast, django_assert_num_queries: Any) -> None:
    action = Action.objects.with_rows().get(pk=cast.french_action.pk)
    with django_assert_num_queries(0):
        action_jsonld(action, "en")
