"""What a new installation begins with: the levels of reminder. The secretariat changes them as data."""

from typing import Any

REMINDER_LEVELS: list[dict[str, Any]] = [
    {
        "days": -15,
        "name": {"ar": "تذكير قبل الأجل", "fr": "Rappel avant échéance", "en": "Notice before the day of payment"},
        "text": {
            "ar": "نذكركم بأن أجل أداء واجبات الانخراط يقترب. إذا كان الأداء في طريقه إلينا فلا داعي لأي إجراء.",
            "fr": "L’échéance de votre cotisation approche. Si le paiement est déjà en cours, vous n’avez rien à faire.",
            "en": "The day of payment of your dues is near. If the payment is on its way, there is nothing to do.",
        },
    },
    {
        "days": 15,
        "name": {"ar": "تذكير أول", "fr": "Première relance", "en": "First reminder"},
        "text": {
            "ar": "لم نتوصل بعد بأداء واجبات انخراطكم. المرجو برمجة الأداء، أو إخبارنا إذا كان هناك ما يعيقه.",
            "fr": "Nous n’avons pas encore reçu le paiement de votre cotisation. Merci de le mettre en paiement, "
            "ou de nous dire ce qui le retarde.",
            "en": "We have not received your dues yet. Please have them paid, or tell us what holds the payment up.",
        },
    },
    {
        "days": 45,
        "name": {"ar": "تذكير ثان", "fr": "Deuxième relance", "en": "Second reminder"},
        "text": {
            "ar": "مر شهر ونصف على أجل الأداء ولم نتوصل بعد بواجبات انخراطكم. المرجو الاتصال بكتابة الشبكة قبل أن "
            "يعرض ملفكم على المكتب.",
            "fr": "Votre cotisation reste impayée six semaines après l’échéance. Merci de prendre contact avec le "
            "secrétariat avant que votre dossier ne soit présenté au bureau.",
            "en": "Your dues are six weeks late. Please contact the secretariat before your file is put to the board.",
        },
    },
]


def create_reminder_levels(model: Any) -> None:
    """Add those whose day is not there."""
    for level in REMINDER_LEVELS:
        model.objects.get_or_create(days=level["days"], defaults={"name": level["name"], "text": level["text"]})
