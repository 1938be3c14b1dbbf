"""The demonstration's desk: a translation that waits for a review, two proposals of a machine, wishes of readers."""

from typing import Any

from django.utils import timezone

from seguia.accounts.models import User
from seguia.core.errors import NotFound
from seguia.core.identifiers import public_id_for
from seguia.translation.models import DraftText, TranslationDraft, TranslationRequest, Translator
from seguia.translation.queries import item_in
from seguia.translation.registry import Item
from seguia.translation.standing import rebuild

TRANSLATOR = "translator@demonstration.invalid"
REVIEWED = (
    "ma-figuig-oasis-water-sharing",
    "fr",
    {
        "title": "Oasis de Figuig : sauver les foggaras, partager l’eau et entrer au patrimoine agricole mondial",
        "summary": "La commune, les associations et les ayants droit entretiennent les foggaras, les séguias et les "
        "bassins qui arrosent les palmiers des sept ksour. La FAO a reconnu l’oasis.",
    },
)
PROPOSED = [
    (
        "ma-asilah-murals-old-town",
        "en",
        {
            "title": "Asilah: artists' murals and the cultural season input for the restoration of the old city",
            "summary": "Since 1979, artists paint the walls of the old city every summer, and from this initiative "
            "started the restoration of walls, the palace and the houses and the tiling of alleys.",
        },
    ),
    (
        "ma-drarga-wastewater-reuse",
        "fr",
        {
            "title": "Drarga : station modèle de traitement des eaux usées et irrigation des champs, avec association",
            "summary": "Première expérience marocaine d’un centre villageois qui traite ses eaux par le sable et les "
            "roseaux et les vend aux paysans, avec un budget indépendant pour couvrir le coût de la gestion.",
        },
    ),
]
"""Machine prose, as a machine writes it; the first changes a year, so that the check of figures shows something."""
WISHED = [
    ("ma-asilah-murals-old-town", "en"),
    ("ma-asilah-murals-old-town", "fr"),
    ("ma-guelmim-flood-protection", "fr"),
]


def create_demo_translations() -> None:
    """Once, after the sheets and the people: role, drafts, wishes, and the states of all languages."""
    translator = User.objects.filter(email=TRANSLATOR).first()
    secretariat = User.objects.filter(is_staff=True).order_by("pk").first()
    if translator and not Translator.objects.filter(user=translator).exists():
        Translator.objects.create(user=translator, languages=["fr", "en"], granted_by=secretariat)
        key, language, texts = REVIEWED
        _create_draft(key, language, texts, author=translator)
        for key, language, texts in PROPOSED:
            _create_draft(key, language, texts, author=None)
        for key, language in WISHED:
            for person in User.objects.filter(is_staff=False).order_by("pk")[:4]:
                TranslationRequest.objects.get_or_create(
                    kind="action", item=public_id_for(key), language=language, user=person
                )
    rebuild()


def _create_draft(key: str, language: str, texts: dict[str, str], *, author: User | None) -> None:
    """With an author it waits for a review; without one it is the machine's."""
    try:
        item = item_in(author, "action", public_id_for(key), language)
    except NotFound:
        return
    draft = TranslationDraft.objects.create(
        kind=item.kind,
        object_id=item.object_id,
        item=item.public_id,
        language=language,
        title=item.title,
        original_language=item.original_language,
        **_submission(author),
    )
    for name, text in texts.items():
        _create_text(draft, item, name, text, author)


def _submission(author: User | None) -> dict[str, Any]:
    if author is None:
        return {}
    now = timezone.now()
    return {
        "status": TranslationDraft.Status.SUBMITTED,
        "submitted_by": author,
        "submitted_at": now,
        "worker": author,
        "worker_since": now,
        "worker_seen": now,
    }


def _create_text(draft: TranslationDraft, item: Item, key: str, text: str, author: User | None) -> None:
    original = item.field(key)
    if original is None:
        return
    row = DraftText(
        draft=draft, key=key, text=text, base=original.translation, author=author, is_machine=author is None
    )
    row.saw(original.original)
    row.save()
