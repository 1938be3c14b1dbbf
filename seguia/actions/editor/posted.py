"""From a posted form to raw content and back. What a form does not carry stays as it was, so a cut-off request or an
older page never empties a field."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.http import QueryDict

from seguia.actions.content import CODE, GROUPS, SCALARS, SETS, TEXTS, Content
from seguia.core.languages import language_codes


def content_from(data: QueryDict, base: Content) -> Content:
    """Raw content: the typed texts as they are, on the ground of `base`."""
    raw = _values_from(data, base, TEXTS, SCALARS, "")
    for name in SETS:
        chosen = data.getlist(name) if f"{name}.present" in data else base.get(name, [])
        raw[name] = sorted({code for code in chosen if CODE.fullmatch(code)})
    for group in GROUPS.values():
        if f"{group.name}.present" not in data:
            raw[group.name] = base.get(group.name, [])
            continue
        before = {row["key"]: row for row in base.get(group.name, [])}
        raw[group.name] = [
            {"key": key, **_values_from(data, before.get(key, {}), group.texts, group.scalars, f"{group.name}.{key}.")}
            for key in dict.fromkeys(data.getlist(f"{group.name}.key"))
        ]
    return raw


def _values_from(
    data: QueryDict, base: Mapping[str, Any], texts: list[str], scalars: list[str], prefix: str
) -> Content:
    values: Content = {}
    for name in texts:
        before = dict(base.get(name) or {})
        sent = {code: data[path] for code in language_codes() if (path := f"{prefix}{name}.{code}") in data}
        values[name] = {code: text for code, text in {**before, **sent}.items() if text}
    for name in scalars:
        values[name] = data[f"{prefix}{name}"] if f"{prefix}{name}" in data else base.get(name, "")
    return values


def fields_of(content: Content) -> Iterator[tuple[str, str]]:
    """The same content as names and values of (hidden) form fields."""
    yield from _values_of(content, TEXTS, SCALARS, "")
    for name in SETS:
        yield f"{name}.present", "1"
        yield from ((name, code) for code in content[name])
    for group in GROUPS.values():
        yield f"{group.name}.present", "1"
        for row in content[group.name]:
            yield f"{group.name}.key", row["key"]
            yield from _values_of(row, group.texts, group.scalars, f"{group.name}.{row['key']}.")


def _values_of(
    values: Mapping[str, Any], texts: Iterable[str], scalars: Iterable[str], prefix: str
) -> Iterator[tuple[str, str]]:
    for name in texts:
        for language in language_codes():
            yield f"{prefix}{name}.{language}", (values.get(name) or {}).get(language, "")
    for name in scalars:
        value = values.get(name)
        yield f"{prefix}{name}", "" if value is None else str(value)


def without_blank_rows(content: Content) -> Content:
    """Rows nobody wrote anything in are not kept; what a list preselects does not count as writing."""
    cleaned = dict(content)
    for group in GROUPS.values():
        if group.name == "media":
            continue
        typed = [name for name in group.scalars if name not in {"kind", "indicator"}]
        cleaned[group.name] = [
            row
            for row in content[group.name]
            if any((row.get(name) or {}).values() for name in group.texts)
            or any(str(row.get(name) if row.get(name) is not None else "").strip() for name in typed)
        ]
    return cleaned


def confirmed_from(data: QueryDict) -> dict[str, list[str]]:
    """Translations declared to be up to date: values `fr:steps.<key>.text`."""
    confirmed: dict[str, list[str]] = {}
    for value in data.getlist("confirm"):
        language, _, path = value.partition(":")
        if language in language_codes() and path:
            confirmed.setdefault(language, []).append(path)
    return confirmed
