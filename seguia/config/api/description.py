"""What the OpenAPI description says beyond the single operations."""

from typing import Any

from ninja.openapi.schema import OpenAPISchema

from seguia.core.api import ErrorOut
from seguia.core.languages import language_codes

DESCRIPTION = """\
What one town learns, every town can use: actions of municipalities, the towns and organisations that carry them out, the
vocabulary they are described with, and the search over all languages.

* Everything here is published and readable without an account; people who are signed in get the same answers.
* Lists are `{"items": […], "count": n, "page": 1, "page_size": 20, "next": "…"}`.
* Texts are given in every language they exist in: `{"ar": "…", "fr": "…", "en": "…"}`, with the original language.
  `label` is the text in the language asked for with `Accept-Language` or `?locale=`.
* Territories are named by official codes (`insee-com:62528`), goals by their United Nations code, countries by ISO 3166-1.
* Answers have an `ETag`; ask again with `If-None-Match` and get 304 when nothing has changed.
* Refusals are `{"error": {"code": "…", "message": "…"}}`. Each text says under which licence it may be used.
"""
TAGS = {
    "start": "Where to begin.",
    "actions": "What towns did about a need, told so that another town can take it up.",
    "questions": "What towns ask those who did it, and what they answer.",
    "replications": "Which town took up whose action, what it changed, what came of it.",
    "exchanges": "What towns offer to one another: visits, mentoring, experts, papers.",
    "library": "Methods, guides, tools and document templates.",
    "search": "Words of any language find texts in all languages.",
    "organisations": "Who carries out actions.",
    "pages": "Editorial pages and news of the network.",
    "members": "The members of the network: what each of them made public.",
    "mandates": "Who holds elected office, where, from when to when.",
    "territories": "Towns and what they are part of, by official code and period.",
    "vocabulary": "Concepts and Sustainable Development Goals.",
}
REFUSALS = {
    "400": "A value is well written but cannot be used, or the parameter does not exist.",
    "404": "There is no such thing, or it is not published.",
    "422": "A parameter is not written as it must be.",
}


def described(schema: OpenAPISchema) -> OpenAPISchema:
    """Add to every operation: language, conditional request, headers of the answer, refusals."""
    schema["tags"] = [{"name": name, "description": text} for name, text in TAGS.items()]
    schema["components"]["schemas"] |= _error_schemas()
    del schema["servers"]  # the addresses hold where the description itself was found
    for operations in schema["paths"].values():
        for operation in operations.values():
            operation["parameters"] = [*map(_without_example_list, operation["parameters"]), *_parameters()]
            _add_responses(operation["responses"])
    return schema


def _without_example_list(parameter: dict[str, Any]) -> dict[str, Any]:
    """Examples stand in the schema of a parameter; beside it, OpenAPI wants another form of them."""
    return {name: value for name, value in parameter.items() if name not in ("example", "examples")}


def _error_schemas() -> dict[str, Any]:
    whole = ErrorOut.model_json_schema(ref_template="#/components/schemas/{model}")
    parts: dict[str, Any] = whole.pop("$defs")
    return {"ErrorOut": whole, **parts}


def _parameters() -> list[dict[str, Any]]:
    languages = language_codes()
    return [
        {
            "in": "query",
            "name": "locale",
            "required": False,
            "description": "Language of labels and messages; goes before `Accept-Language`.",
            "schema": {"type": "string", "enum": languages},
        },
        {
            "in": "header",
            "name": "If-None-Match",
            "required": False,
            "description": "The `ETag` of a copy you have.",
            "schema": {"type": "string"},
        },
    ]


def _add_responses(responses: dict[Any, Any]) -> None:
    """In place. Status codes become text, as JSON has them."""
    for status in list(responses):
        responses[str(status)] = responses.pop(status)
    responses["200"]["headers"] = {
        "ETag": {"description": "Changes when the answer changes.", "schema": {"type": "string"}},
        "Content-Language": {"description": "Language of the labels.", "schema": {"type": "string"}},
    }
    responses["304"] = {"description": "Nothing has changed."}
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/ErrorOut"}}}
    for status, text in REFUSALS.items():
        responses.setdefault(status, {"description": text, "content": content})
