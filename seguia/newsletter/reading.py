"""An issue as its reader sees it, in a mail or on the web: one language, with the best there is where a text is missing."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from seguia.core.languages import language_codes
from seguia.core.translated import Localised
from seguia.newsletter.models import Issue, IssueItem
from seguia.newsletter.registry import item_kind

_LINK = re.compile(r"""<a\b[^>]*?\bhref="([^"]*)"[^>]*>(.*?)</a>""", re.DOTALL)


@dataclass(frozen=True)
class ReadItem:
    """One part."""

    pk: int
    title: Localised
    text: Localised
    path: str
    """Where it leads; empty for a text of one's own."""


def items_of(issue: Issue) -> list[ReadItem]:
    """The parts in their order, in the active language. One query, and those of each kind among them. What is no longer
    public is left out."""
    items = list(issue.items.all())
    load_items(items)
    return [read for item in items if (read := _read(item)) is not None]


def load_items(items: Iterable[IssueItem]) -> None:
    """Set `found` of each that points to something."""
    items = list(items)
    for code in dict.fromkeys(item.kind for item in items if item.kind):
        kind = item_kind(code)
        of_kind = [item for item in items if item.kind == code]
        found = kind.load([item.object_id for item in of_kind]) if kind else {}
        for item in of_kind:
            item.found = found.get(item.object_id)


def _read(item: IssueItem) -> ReadItem | None:
    if not item.kind:
        return ReadItem(item.pk, item.title.localised(), item.text.localised(), "")
    if item.found is None:
        return None
    content = item.found
    title, text = content.title.localised(None, content.original), content.text.localised(None, content.original)
    return ReadItem(item.pk, title, text, content.path())


def missing_languages(issue: Issue) -> dict[str, list[str]]:
    """Language → names of the texts of one's own that its readers get in another language."""
    missing: dict[str, list[str]] = {}
    own = [(_("title"), issue.title), (_("introduction"), issue.introduction)]
    for item in issue.items.all():
        if not item.kind:
            own += [(str(item.title), item.title), (str(item.title), item.text)]
    for code in language_codes():
        names = [name for name, texts in own if texts and not texts.get(code)]
        if names:
            missing[code] = list(dict.fromkeys(names))
    return missing


def home_links_only(html: str) -> str:
    """Links within the network become absolute; of others the address is written out, for no mail of ours leads away."""

    def rewritten(match: re.Match[str]) -> str:
        target, words = match[1], match[2]
        if target.startswith("/") and not target.startswith("//"):
            target = f"{settings.SITE_URL}{target}"
        if target == settings.SITE_URL or target.startswith(f"{settings.SITE_URL}/"):
            return f'<a href="{target}">{words}</a>'
        address = target.removeprefix("mailto:")
        return words if address in words else f'{words} (<bdi dir="ltr">{address}</bdi>)'

    return _LINK.sub(rewritten, html)
