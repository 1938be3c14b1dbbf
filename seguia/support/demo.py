"""Four advisers and ten requests for the demonstration; nobody is mailed."""

import datetime
from typing import Any

from django.utils import timezone

from seguia.accounts.models import User
from seguia.actions.models import Action
from seguia.core.identifiers import public_id_for
from seguia.library.models import Method
from seguia.membership.models import Organisation
from seguia.support.demo_cases import ADVISERS, CASES, Advised, DemoCase, PlannedAdviser
from seguia.support.models import (
    ENDED,
    Adviser,
    AuthorRole,
    Case,
    CaseKind,
    Deadline,
    Message,
    Recommendation,
    RecommendationChange,
    RecommendationStatus,
    ThreadEvent,
)
from seguia.vocabulary.models import Concept

STEPS = {
    "draft": ("draft",),
    "proposed": ("draft", "proposed"),
    "accepted": ("draft", "proposed", "accepted"),
    "under-way": ("draft", "proposed", "accepted", "under-way"),
    "done": ("draft", "proposed", "accepted", "under-way", "done"),
    "declined": ("draft", "proposed", "declined"),
}


def create_demo_support() -> None:
    """Once; towns and themes that are not there are left out."""
    if Case.objects.exists():
        return
    concepts = {concept.slug: concept for concept in Concept.objects.filter(is_theme=True)}
    advisers = {planned[0]: _adviser(concepts, planned) for planned in ADVISERS}
    towns = {
        one.territory.reference: one for one in Organisation.objects.select_related("territory").exclude(territory=None)
        if one.territory is not None
    }  # fmt: skip
    for planned in CASES:
        if planned.town in towns:
            _create(planned, towns[planned.town], advisers.get(planned.adviser), concepts)


def _adviser(concepts: dict[str, Concept], planned: PlannedAdviser) -> Adviser:
    key, name, language, languages, themes, most = planned
    user, is_new = User.objects.get_or_create(
        email=f"{key}@demonstration.invalid", defaults={"name": name, "language": language}
    )
    if is_new:
        user.set_unusable_password()
        user.save()
    adviser, _ = Adviser.objects.get_or_create(
        user=user, defaults={"languages": list(languages), "kinds": list(CaseKind.values), "most_cases": most}
    )
    adviser.themes.set([concepts[theme] for theme in themes if theme in concepts])
    return adviser


def _ago(days: float) -> datetime.datetime:
    return timezone.now() - datetime.timedelta(days=days)


def _create(planned: DemoCase, town: Organisation, adviser: Adviser | None, concepts: dict[str, Concept]) -> None:
    answers = [line.days for line in planned.lines if line.who == "adviser"]
    people = User.objects.filter(representations__organisation=town, email__endswith="@demonstration.invalid")
    asker = people.order_by("pk").first()
    is_ended = planned.status in ENDED
    case = Case.objects.create(
        public_id=public_id_for(f"support:{planned.key}"),
        organisation=town,
        asked_by=asker,
        kind=planned.kind,
        matter=planned.matter,
        language=planned.language,
        title=planned.title,
        need=planned.need,
        wished_by=None if planned.wished_in is None else timezone.localdate() + datetime.timedelta(planned.wished_in),
        status=planned.status,
        adviser=adviser,
        asked_at=_ago(planned.days),
        taken_at=_ago(answers[0] + 0.3) if answers else None,
        first_answered_at=_ago(answers[0]) if answers else None,
        town_wrote_at=_ago(min([planned.days, *(line.days for line in planned.lines if line.who == "town")])),
        desk_wrote_at=_ago(min(answers)) if answers else None,
        closed_at=_ago(planned.ended) if is_ended else None,
        outcome=planned.outcome,
        result=planned.result,
        result_language=planned.language if planned.result else "",
    )
    case.themes.set([concepts[theme] for theme in planned.themes if theme in concepts])
    _talk(planned, case, adviser)
    for number, advised in enumerate(planned.advised):
        _recommend(case, number, advised, min(answers, default=planned.days))
    if planned.deadline:
        text, days, whom = planned.deadline
        due = timezone.localdate() + datetime.timedelta(days)
        Deadline.objects.create(case=case, text=text, language=planned.language, due=due, for_whom=whom)


def _talk(planned: DemoCase, case: Case, adviser: Adviser | None) -> None:
    if adviser is not None and case.taken_at is not None:
        _event(case, ThreadEvent.TAKEN, adviser.user, case.taken_at)
    for line in planned.lines:
        is_town = line.who == "town"
        Message.objects.create(
            case=case,
            author=case.asked_by if is_town else adviser.user if adviser else None,
            author_role=AuthorRole.TOWN if is_town else AuthorRole.ADVISER,
            text=line.text,
            language=planned.language,
            is_private=line.who == "note",
            at=_ago(line.days),
        )
    if case.closed_at is not None and planned.lines:
        event = ThreadEvent.CLOSED if planned.outcome else ThreadEvent.WITHDRAWN
        _event(case, event, case.asked_by, case.closed_at)


def _event(case: Case, event: ThreadEvent, user: User | None, at: datetime.datetime) -> None:
    Message.objects.create(case=case, author=user, author_role=AuthorRole.SYSTEM, event=event, at=at)


def _target(advised: Advised, case: Case) -> Any:
    model: Any = Action if advised.kind == "action" else Method
    others = model.objects.published().exclude(organisation=case.organisation).order_by("published_at", "pk")
    named = others.filter(title__icontains=advised.like).first() if advised.like else None
    return named or others.filter(themes__theme__slug=advised.theme).distinct().first()


def _recommend(case: Case, number: int, advised: Advised, days: float) -> None:
    thing = None if advised.label else _target(advised, case)
    if thing is None and not advised.label:
        return
    label = thing.label(case.language) if thing else None
    is_sent = advised.status != RecommendationStatus.DRAFT
    made = Recommendation.objects.create(
        public_id=public_id_for(f"support:{case.public_id}:{number}"),
        case=case,
        kind=advised.kind,
        target_kind=advised.kind if thing else "",
        target_id=thing.public_id if thing else "",
        label=(label.text if label else advised.label)[:200],
        label_language=label.language if label else "fr",
        address=advised.address,
        why=advised.why,
        language=case.language,
        status=advised.status,
        obstacle=advised.obstacle,
        reason=advised.reason,
        reason_language=case.language if advised.reason else "",
        author=case.adviser.user if case.adviser else None,
        created_at=_ago(days),
        proposed_at=_ago(days) if is_sent else None,
    )
    RecommendationChange.objects.bulk_create(
        RecommendationChange(
            recommendation=made,
            status=status,
            by=made.author if status in ("draft", "proposed") else case.asked_by,
            at=_ago(max(0.1, days - step)),
            obstacle=made.obstacle if status == "declined" else "",
        )
        for step, status in enumerate(STEPS[advised.status])
    )
