"""A concept in schema.org's words, in the head of its page."""

import json

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from seguia.core.addresses import absolute
from seguia.core.languages import current_language
from seguia.vocabulary.models import Concept
from seguia.vocabulary.skos import concept_uri, scheme_uri

_ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}


def concept_jsonld(concept: Concept) -> SafeString:
    """A data block: the defined term with its names in every language."""
    language = current_language()
    names = [{"@language": code, "@value": name} for code, name in concept.preferred.items()]
    others = [{"@language": code, "@value": word} for code, words in concept.alternative.items() for word in words]
    data = {
        "@context": "https://schema.org",
        "@type": "DefinedTerm",
        "@id": str(concept_uri(concept.slug)),
        "termCode": concept.slug,
        "name": names,
        "alternateName": others,
        "inLanguage": language,
        "inDefinedTermSet": {
            "@type": "DefinedTermSet",
            "@id": str(scheme_uri()),
            "url": absolute(f"/{language}/themes/"),
        },
    }
    text = mark_safe(json.dumps(data, ensure_ascii=False).translate(_ESCAPES))  # noqa: S308 -- escaped just now
    return format_html('<script type="application/ld+json">{}</script>', text)
