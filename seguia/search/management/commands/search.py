"""`script/seguia search "…"`: the same search as the page's, on the command line."""

import json
from html import unescape
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.html import strip_tags
from django.utils.translation import override

from seguia.core.errors import Invalid
from seguia.core.languages import language_codes
from seguia.search.engine import SearchPage, search
from seguia.search.index.follower import follow_changes
from seguia.search.request import SearchRequest, whole_number


class Command(BaseCommand):
    """Search the published actions."""

    help = "Search the catalogue in any language, as the search page does."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("query")
        parser.add_argument("--language", choices=language_codes(), default="fr", help="the reader's language")
        parser.add_argument("--limit", default="10", help="number of results, at most 100")
        parser.add_argument("--json", action="store_true", help="machine-readable output")

    def handle(self, *args: Any, **options: Any) -> None:
        with override(options["language"]):
            try:
                size = whole_number(options["limit"], "--limit", 10, 100)
            except Invalid as error:
                raise CommandError(str(error.message)) from error
            follow_changes()
            page = search(SearchRequest(options["query"], options["language"], page_size=size))
            if not page.is_ready:
                raise CommandError("There is no search index yet: run `script/seguia index rebuild`.")
            self.stdout.write(
                json.dumps(as_json(page), ensure_ascii=False, indent=1) if options["json"] else as_text(page)
            )


def as_json(page: SearchPage) -> dict[str, Any]:
    """Results as plain data."""
    return {
        "count": page.count,
        "did_you_mean": page.did_you_mean,
        "items": [
            {
                "kind": hit.kind,
                "id": hit.object_id,
                "score": round(hit.score, 4),
                "language": hit.found.language,
                "title": _plain(hit.found.title.html),
                "passage": " ".join(_plain(p.html) for p in hit.found.passages),
                "found_through": [list(pair) for pair in hit.found.through],
            }
            for hit in page.hits
        ],
    }


def as_text(page: SearchPage) -> str:
    """Results for a person."""
    lines = [f"{page.count}"]
    for number, item in enumerate(as_json(page)["items"], start=page.request.offset + 1):
        through = "; ".join(f"{a} = {b}" for a, b in item["found_through"])
        lines.append(f"{number:>3}. [{item['language']}] {item['title']}" + (f"  ({through})" if through else ""))
    return "\n".join(lines)


def _plain(html: str) -> str:
    return unescape(strip_tags(html))
