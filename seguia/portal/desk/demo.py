"""The demonstration's desk: sheets that wait, reports of readers, a mail that did not arrive."""

import datetime
from typing import Any

from django.utils import timezone

from seguia.accounts.models import User
from seguia.actions.models import Action, Stage, Status
from seguia.actions.services.journey import record_step
from seguia.actions.services.writing import ensure_version
from seguia.core.identifiers import public_id_for
from seguia.membership.models import Organisation
from seguia.notifications.models import OutboxMessage, State
from seguia.portal.demo.people import ROLES
from seguia.reports.models import Reason, Report
from seguia.vocabulary.models import Concept

SHEETS: list[dict[str, Any]] = [
    {
        "role": "mayor-chefchaouen",
        "days": 12,
        "theme": "water",
        "title": {"ar": "خزانات لمياه الأمطار في ثلاث مدارس قروية"},
        "summary": {"ar": "تسقي المدارس حدائقها بما تجمعه سطوحها، ويتعلم التلاميذ قياس الماء."},
        "problem": {"ar": "ينقطع الماء في الصيف، وكانت الحدائق تسقى بماء الشبكة."},
        "done": {"ar": "ركبت الجماعة ثلاثة خزانات مع مصاف بسيطة، وكلفت في كل مدرسة ناديا بيئيا بتتبعها."},
    },
    {
        "role": "mayor-loos-en-gohelle",
        "days": 5,
        "theme": "waste",
        "title": {"fr": "Une recyclerie ouverte le samedi par les habitants"},
        "summary": {"fr": "Les habitants réparent et donnent le samedi ce qui partait à la déchèterie."},
        "problem": {"fr": "Trop d’objets encore utiles finissaient à la benne."},
        "done": {"fr": "La ville prête un local et deux établis ; une association tient l’accueil et pèse ce qui est sauvé."},
    },
    {
        "role": "mayor-chefchaouen",
        "days": 1,
        "theme": "energy",
        "title": {"ar": "إنارة عمومية تخفت بعد منتصف الليل"},
        "summary": {"ar": "خفضت الجماعة الإنارة ليلا في ستة أحياء باتفاق مع السكان."},
        "problem": {"ar": "فاتورة الإنارة العمومية تثقل ميزانية الجماعة."},
        "done": {"ar": "جربت الجماعة الخفض في حي واحد، ثم عممته بعد استشارة الساكنة."},
    },
]  # fmt: skip

REPORTS: list[tuple[str, str, str, int]] = [
    (Reason.LINK, "fr", "Le lien vers le bilan mène à une page vide.", 6),
    (Reason.FACT, "ar", "عدد المستفيدين المذكور يعود إلى سنة سابقة.", 3),
    (Reason.OTHER, "fr", "Le nom du quartier n’est plus celui-là.", 1),
]


def create_demo_desk() -> None:
    """Harmless when it is there already."""
    for number, raw in enumerate(SHEETS):
        _create_sheet(number, raw)
    actions = list(Action.objects.published().filter(is_demonstration=True).order_by("public_id")[: len(REPORTS)])
    for action, raw_report in zip(actions, REPORTS, strict=False):
        _create_report(action, *raw_report)
    _create_failed_mail()


def _create_sheet(number: int, raw: dict[str, Any]) -> None:
    public_id = public_id_for(f"desk/{number}")
    role = next(role for role in ROLES if role.key == raw["role"])
    scheme, _colon, code = role.town.partition(":")
    organisation = Organisation.objects.filter(territory__scheme=scheme, territory__code=code).first()
    actor = User.objects.filter(email=role.email).first()
    if organisation is None or actor is None or Action.objects.filter(public_id=public_id).exists():
        return
    texts = {name: raw[name] for name in ("title", "summary", "problem", "done")}
    action = Action.objects.create(
        public_id=public_id,
        organisation=organisation,
        original_language=next(iter(raw["title"])),
        stage=Stage.DONE,
        status=Status.SUBMITTED,
        version=1,
        is_demonstration=True,
        **texts,
    )
    action.themes.set(Concept.objects.filter(slug=raw["theme"]))
    ensure_version(action)
    at = timezone.now() - datetime.timedelta(days=raw["days"], hours=3)
    record_step(action, "created", at=at - datetime.timedelta(days=9), actor=actor)
    record_step(action, "submitted", at=at, actor=actor)


def _create_report(action: Action, reason: str, language: str, text: str, days: int) -> None:
    label = action.label(language)
    report, is_new = Report.objects.get_or_create(
        public_id=public_id_for(f"report/{days}"),
        defaults={
            "kind": "action",
            "key": action.public_id,
            "title": label.text[:300],
            "title_language": label.language,
            "reason": reason,
            "language": language,
            "text": text,
        },
    )
    if is_new:
        Report.objects.filter(pk=report.pk).update(at=timezone.now() - datetime.timedelta(days=days))


def _create_failed_mail() -> None:
    OutboxMessage.objects.get_or_create(
        message_id="<demonstration-failed@demonstration.invalid>",
        defaults={
            "kind": "reports.decision",
            "address": "lectrice@demonstration.invalid",
            "language": "fr",
            "state": State.FAILED,
            "last_error": "smtp_550",
        },
    )
