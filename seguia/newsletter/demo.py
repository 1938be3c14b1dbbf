"""The demonstration's newsletter: a few subscribers and one issue that was sent."""

import datetime

from django.utils import timezone

from seguia.core.identifiers import public_id_for
from seguia.core.translated import TranslatedText
from seguia.newsletter.consent import VERSION
from seguia.newsletter.models import Issue, IssueItem, IssueState, Standing, Subscriber
from seguia.newsletter.registry import item_kind

READERS = [
    ("ar", "mairie.douar"), ("ar", "jamiya.maa"), ("ar", "qariaa"), ("fr", "habitante"), ("fr", "technicien"),
    ("fr", "association.velo"), ("en", "researcher"),
]  # fmt: skip
TITLE = {
    "ar": "من جماعة إلى أخرى: تجارب جديدة",
    "fr": "D’une ville à l’autre : de nouvelles expériences",
    "en": "From town to town: new experiences",
}
INTRODUCTION = {
    "ar": "نقدم لكم في هذا العدد تجارب جماعات من ضفتي المتوسط. كل بطاقة تحكي ما أنجز وما لم ينجح، لتستفيد منها جماعات أخرى.",
    "fr": "Dans ce numéro, des communes des deux rives racontent ce qu’elles ont fait, et ce qui n’a pas marché, pour que d’autres s’en servent.",
    "en": "In this issue, towns on both shores tell what they did, and what did not work, so that others can use it.",
}
OWN_TITLE = {
    "ar": "شاركوا تجربتكم",
    "fr": "Racontez votre expérience",
    "en": "Tell yours",
}
OWN_TEXT = {
    "ar": "هل أنجزت جماعتكم مشروعا يستحق أن يعرف؟ **حرروا بطاقة**: تكفي عشرون دقيقة، وكتابة الشبكة تراجعها معكم.",
    "fr": "Votre commune a mené un projet qui mérite d’être connu ? **Écrivez une fiche** : vingt minutes suffisent, le secrétariat la relit avec vous.",
    "en": "Has your town done something worth knowing? **Write a sheet**: twenty minutes are enough, and the secretariat reads it with you.",
}


def create_demo_newsletter() -> None:
    """Once: subscribers with proof of consent, one issue sent three weeks ago. No mail goes out."""
    public_id = public_id_for("demonstration newsletter")
    if Issue.objects.filter(public_id=public_id).exists():
        return
    now = timezone.now()
    for number, (language, name) in enumerate(READERS):
        confirmed = now - datetime.timedelta(days=30 + 25 * number)
        Subscriber.objects.get_or_create(
            email=f"{name}@example.org",
            defaults={
                "language": language,
                "standing": Standing.ACTIVE,
                "asked_at": confirmed,
                "confirmed_at": confirmed,
                "consent_version": VERSION,
                "consent_language": language,
            },
        )
    sent = now - datetime.timedelta(days=21)
    issue = Issue.objects.create(
        public_id=public_id,
        title=TranslatedText(TITLE),
        introduction=TranslatedText(INTRODUCTION),
        state=IssueState.SENT,
        send_at=sent,
        sent_at=sent,
        recipients=len(READERS),
    )
    _fill(issue)


def _fill(issue: Issue) -> None:
    kind = item_kind("action")
    ids = [choice.object_id for choice in kind.find("", "fr")][:3] if kind else []
    for position, object_id in enumerate(ids, 1):
        IssueItem.objects.create(issue=issue, position=position, kind="action", object_id=object_id)
    IssueItem.objects.create(
        issue=issue, position=len(ids) + 1, title=TranslatedText(OWN_TITLE), text=TranslatedText(OWN_TEXT)
    )
