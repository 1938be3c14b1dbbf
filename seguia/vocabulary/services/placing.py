"""After links have changed: every concept under its theme, and word to those who use the moved ones."""

from seguia.vocabulary.links import Above, reached, reversed_links, theme_above, wider_concepts
from seguia.vocabulary.models import Concept
from seguia.vocabulary.uses import tell_moved


def place_under_themes(before: Above) -> None:
    """Set each concept's theme from the links as they are now. `before` are the links as they were."""
    after = wider_concepts()
    placed = dict(Concept.objects.order_by().values_list("pk", "theme_id"))
    themes = set(Concept.objects.filter(is_theme=True).values_list("pk", flat=True))
    found = {pk: theme_above(pk, after, themes) for pk in placed}
    changed = {pk for pk, theme in found.items() if theme != placed[pk]}
    Concept.objects.bulk_update(
        [Concept(pk=pk, theme_id=found[pk]) for pk in sorted(changed)], ["theme"], batch_size=500
    )
    relinked = {pk for pk in placed if set(before.get(pk, [])) != set(after.get(pk, []))}
    tell_moved(reached(changed | relinked, reversed_links(after)))
