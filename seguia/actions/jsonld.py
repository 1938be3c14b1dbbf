"""An action in schema.org's words (JSON-LD), for search engines and other machines that read pages."""

import json
from typing import Any

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

from seguia.actions.licences import licence_address
from seguia.actions.models import Action
from seguia.actions.results import title_languages
from seguia.actions.sheet import text_language
from seguia.core.addresses import absolute, addresses_by_language
from seguia.core.api import texts_of
from seguia.core.languages import language_codes
from seguia.membership.models import Organisation
from seguia.territories.models import Kind, Territory

_ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}
"""So that no text can end the script element or begin a comment in it."""


def action_jsonld(action: Action, language: str | None = None) -> dict[str, Any]:
    """The sheet read in `language` (default: as the page shows it). No query when rows are loaded."""
    language = language or text_language(action)
    url = addresses_by_language(action.get_absolute_url)
    organisation = action.organisation
    data = {
        "@context": "https://schema.org",
        "@type": "Article",
        "@id": url[action.original_language if action.original_language in url else language_codes()[0]],
        "url": url.get(language),
        "headline": action.label(language).text,
        "alternativeHeadline": [
            {"@language": code, "@value": text} for code, text in texts_of(action.title).items() if code != language
        ],
        "abstract": action.summary.localised(language, action.original_language).text,
        "inLanguage": language,
        "availableLanguage": title_languages(action),
        "about": _about(action, language),
        "author": _organisation(organisation, language),
        "publisher": {
            "@type": "Organization",
            "name": settings.NETWORK_NAME.get(language, "Seguia"),
            "url": absolute("/"),
        },
        "spatialCoverage": _places(action, language),
        "license": licence_address(action.licence),
        "datePublished": action.published_at.isoformat() if action.published_at else None,
        "dateModified": action.changed_at.isoformat(),
        "temporalCoverage": _period(action),
        "citation": [_source(source) for source in action.sources.all()],
        "isAccessibleForFree": True,
    }
    if language != action.original_language:
        data["translationOfWork"] = {"@type": "Article", "inLanguage": action.original_language, "@id": data["@id"]}
    return {name: value for name, value in data.items() if value not in (None, "", [], {})}


def script_safe(data: dict[str, Any]) -> SafeString:
    """`data` as it may stand in a script element."""
    return mark_safe(json.dumps(data, ensure_ascii=False).translate(_ESCAPES))  # noqa: S308 -- escaped here


def _about(action: Action, language: str) -> list[dict[str, str]]:
    concepts = [
        {"@type": "DefinedTerm", "termCode": theme.slug, "name": theme.label(language).text}
        for theme in action.themes.all()
    ]
    goals = [
        {
            "@type": "DefinedTerm",
            "termCode": goal.code,
            "name": goal.label.localised(language).text,
            "inDefinedTermSet": "https://metadata.un.org/sdg/",
        }
        for goal in action.goals.all()
    ]
    return concepts + goals


def _organisation(organisation: Organisation, language: str) -> dict[str, str]:
    kind = "GovernmentOrganization" if organisation.kind == "local-government" else "Organization"
    data = {"@type": kind, "name": organisation.label(language).text}
    if organisation.website:
        data["url"] = organisation.website
    return data


def _places(action: Action, language: str) -> list[dict[str, Any]]:
    town = action.organisation.territory
    return [_place(place, language) for place in [*([town] if town else []), *action.places.all()]]


def _place(territory: Territory, language: str) -> dict[str, Any]:
    kind = {Kind.COUNTRY: "Country", Kind.COMMUNE: "City"}.get(Kind(territory.kind), "AdministrativeArea")
    place: dict[str, Any] = {
        "@type": kind,
        "name": territory.label(language).text,
        "identifier": {"@type": "PropertyValue", "propertyID": territory.scheme, "value": territory.code},
        "address": {"@type": "PostalAddress", "addressCountry": territory.country},
    }
    if territory.latitude is not None and territory.longitude is not None:
        place["geo"] = {
            "@type": "GeoCoordinates",
            "latitude": float(territory.latitude),
            "longitude": float(territory.longitude),
        }
    return place


def _period(action: Action) -> str:
    """An ISO 8601 interval; open where it goes on."""
    return f"{action.started or '..'}/{action.ended or '..'}" if action.started or action.ended else ""


def _source(source: Any) -> dict[str, str]:
    data = {"@type": "CreativeWork", "name": source.title, "publisher": source.publisher, "url": source.url}
    if source.year:
        data["datePublished"] = str(source.year)
    return {name: value for name, value in data.items() if value}
