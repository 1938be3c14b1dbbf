"""Reading a page as a strict browser would: what every page of the site must keep to."""

from html.parser import HTMLParser

VOID = {"meta", "link", "input", "img", "br", "hr", "source", "use", "path"}


class Page(HTMLParser):
    """Elements and faults of one page."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.faults: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.ids: list[str] = []
        self._in_script: str | None = None
        self.feed(html)
        self._check_references()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        found = dict(attributes)
        self.elements.append((tag, found))
        if "id" in found:
            self.ids.append(found["id"] or "")
        if tag == "style" or "style" in found:
            self.faults.append(f"inline style on <{tag}>")
        self.faults += [f"{name} on <{tag}>" for name in found if name.startswith("on")]
        if tag == "script" and "src" not in found and found.get("type") != "application/ld+json":
            self.faults.append("inline script")
        if (found.get("src") or found.get("href") or "").startswith(("//", "javascript:")):
            self.faults.append(f"<{tag}> leads outside")
        if tag == "img" and "alt" not in found:
            self.faults.append("<img> without alt")

    handle_startendtag = handle_starttag

    def _check_references(self) -> None:
        self.faults += [f"id {name} twice" for name in set(self.ids) if self.ids.count(name) > 1]
        labelled = {found.get("for") for tag, found in self.elements if tag == "label"}
        for tag, found in self.elements:
            for name in ("aria-labelledby", "aria-describedby"):
                for reference in (found.get(name) or "").split():
                    if reference not in self.ids:
                        self.faults.append(f"{name}={reference} leads nowhere")
            if self._is_box(tag, found) and found.get("id") not in labelled and "aria-label" not in found:
                self.faults.append(f"<{tag} name={found.get('name')}> without label")
        if (count := self.count("h1")) != 1:
            self.faults.append(f"{count} h1")

    @staticmethod
    def _is_box(tag: str, found: dict[str, str | None]) -> bool:
        return tag in {"input", "textarea", "select"} and found.get("type") not in {"hidden", "checkbox", "radio"}

    def count(self, tag: str) -> int:
        """How many elements of a kind."""
        return sum(1 for name, _ in self.elements if name == tag)

    def all(self, tag: str, **wanted: str) -> list[dict[str, str | None]]:
        """Attributes of the elements that have these (underscore for hyphen)."""
        conditions = {name.replace("_", "-"): value for name, value in wanted.items()}
        return [
            found
            for name, found in self.elements
            if name == tag and all(found.get(key) == value for key, value in conditions.items())
        ]
