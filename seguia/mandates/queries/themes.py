"""The themes a delegation can be about."""

from collections.abc import Iterable

from seguia.vocabulary.models import Concept


def theme_choices() -> list[tuple[str, str]]:
    """Slug and name of every theme, in the order of the vocabulary."""
    themes = Concept.objects.filter(is_theme=True).order_by("order", "pk")
    return [(theme.slug, str(theme.preferred)) for theme in themes]


def themes_by_slug(slugs: Iterable[str]) -> list[Concept]:
    """The chosen themes."""
    return list(Concept.objects.filter(is_theme=True, slug__in=list(slugs)))
