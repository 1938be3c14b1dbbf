"""Notices about recommendations: the town learns what was sent, the adviser what the town makes of it."""

import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from seguia.core.addresses import absolute
from seguia.membership.queries import organisation_ids_of
from seguia.notifications.inbound import ReplyTarget
from seguia.notifications.kinds import register_kind
from seguia.notifications.models import Notice, OutboxMessage
from seguia.notifications.notice_kinds import Told, register_notice_kind
from seguia.notifications.services import notify, queue_message
from seguia.support.models import Case, Recommendation, RecommendationStatus
from seguia.support.notices import GROUP
from seguia.support.rules import active_adviser, standing_of
from seguia.support.targets import targets
from seguia.support.telling import people_of_desk, people_of_town

RECOMMENDED, ANSWERED = "support.recommended", "support.recommendation_answered"
MAIL = "support.recommended"


def tell_recommended(case: Case, sent: Sequence[Recommendation], *, actor: Any, by_mail: bool) -> None:
    """In the caller's transaction: one notice for all that was sent together, and one mail where no message goes with
    them (the mail of the message names them)."""
    people = [user for user in people_of_town(case) if user.pk != getattr(actor, "pk", None)]
    notify(RECOMMENDED, to=people, facts={"number": len(sent)}, topic=case.public_id, about=case)
    facts = {"case": case.public_id, "recommendations": [one.public_id for one in sent]}
    for user in people if by_mail else ():
        queue_message(MAIL, to=user, facts=facts, topic=case.public_id)


def sent_with(case: Case, at: datetime.datetime) -> list[dict[str, Any]]:
    """What left together with the message of this moment, for its mail."""
    return _listed(Recommendation.objects.sent().filter(case=case, proposed_at=at))


def _listed(recommendations: Iterable[Recommendation]) -> list[dict[str, Any]]:
    """Name, address and reason of each; things of the network as they are now, without those that are gone."""
    rows = list(recommendations)
    things = targets([(row.target_kind, row.target_id) for row in rows if row.target_kind])
    listed = []
    for row in rows:
        thing = things.get((row.target_kind, row.target_id))
        if row.target_kind and thing is None:
            continue
        url = absolute(thing.url) if thing else row.address
        listed.append({"label": thing.label if thing else row.name, "url": url, "why": row.words if row.why else None})
    return listed


def read_mail(message: OutboxMessage) -> Mapping[str, Any] | None:
    """None when all were answered or went offline before the mail left, or its reader no longer belongs to the town."""
    case = Case.objects.select_related("organisation").filter(public_id=message.facts.get("case", "")).first()
    if case is None or not standing_of(message.user, case).is_town:
        return None
    ids = message.facts.get("recommendations", [])
    found = Recommendation.objects.filter(case=case, public_id__in=ids, status=RecommendationStatus.PROPOSED)
    listed = _listed(found)
    link = f"{absolute(case.get_absolute_url())}#recommendations"
    return {"title": case.label, "recommended": listed, "link": link} if listed else None


def tell_answered(recommendation: Recommendation, *, actor: Any) -> None:
    """In the caller's transaction: the adviser of the case, and who wrote the recommendation while they still may
    read of it."""
    case = recommendation.case
    author = recommendation.author
    people = people_of_desk(case)
    if author is not None and standing_of(author, case).reads_notes:
        people.append(author)
    told = [user for user in people if user.pk != getattr(actor, "pk", None)]
    notify(ANSWERED, to=told, facts={"answer": recommendation.status}, topic=case.public_id, about=recommendation)


def _load_cases(notices: Sequence[Notice]) -> Mapping[int, Case]:
    """The case of each, while its reader may read of it."""
    cases = {str(case.pk): case for case in Case.objects.filter(pk__in=[notice.about_id for notice in notices])}
    return _readable({notice: cases.get(notice.about_id) for notice in notices})


def _load_recommendations(notices: Sequence[Notice]) -> Mapping[int, Recommendation]:
    found = Recommendation.objects.select_related("case").filter(pk__in=[notice.about_id for notice in notices])
    by_id = {str(one.pk): one for one in found}
    allowed = _readable({n: by_id[n.about_id].case if n.about_id in by_id else None for n in notices})
    return {notice.pk: by_id[notice.about_id] for notice in notices if notice.pk in allowed}


def _readable(cases: Mapping[Notice, Case | None]) -> dict[int, Case]:
    """By notice: the cases whose thread its reader may read today. Two queries a person."""
    readers = {notice.user_id: _reader(notice.user) for notice in cases}
    return {notice.pk: case for notice, case in cases.items() if case is not None and readers[notice.user_id](case)}


def _reader(user: Any) -> Callable[[Case], bool]:
    """As `Standing.reads_thread`, for many cases of one person."""
    own, adviser = organisation_ids_of(user), active_adviser(user)

    def reads(case: Case) -> bool:
        return (
            case.organisation_id in own
            or (user.is_active and user.is_staff)
            or (adviser is not None and case.adviser_id == adviser.pk)
        )

    return reads


def _tell_recommended(notice: Notice) -> Told | None:
    case: Case = notice.found
    number = int(notice.facts.get("number", 1))
    sentence = ngettext(
        "Your adviser recommends something for your request. Tell whether it suits you.",
        "Your adviser recommends %(number)s things for your request. Tell which suit you.",
        number,
    )
    return Told(sentence % {"number": number}, f"{case.get_absolute_url()}#recommendations", case.label)


def _tell_answered(notice: Notice) -> Told | None:
    recommendation: Recommendation = notice.found
    sentence = {
        RecommendationStatus.ACCEPTED.value: _("The town accepts your recommendation."),
        RecommendationStatus.UNDER_WAY.value: _("The town has begun with what you recommended."),
        RecommendationStatus.DONE.value: _("The town has done what you recommended."),
        RecommendationStatus.DECLINED.value: _("The town says that your recommendation is not for it, and why."),
    }.get(notice.facts.get("answer", ""), "")
    path = f"{recommendation.case.get_absolute_url()}#recommendations"
    return Told(sentence, path, recommendation.name) if sentence else None


def conversation(message: OutboxMessage) -> ReplyTarget:
    """An answer to this mail goes into the thread, as one to a message does."""
    return ReplyTarget("support.case", message.facts["case"])


def register() -> None:
    """Called when the app starts."""
    register_kind(
        MAIL,
        label=gettext_lazy("Recommendations for your request for help"),
        subject="support/mail/recommended_subject.txt",
        text="support/mail/recommended.txt",
        html="support/mail/recommended.html",
        read=read_mail,
        replies=conversation,
    )
    register_notice_kind(
        RECOMMENDED,
        label=gettext_lazy("Recommendations for your request for help"),
        group=GROUP,
        tell=_tell_recommended,
        load=_load_cases,
    )
    register_notice_kind(
        ANSWERED,
        label=gettext_lazy("Answers of a town to your recommendations"),
        group=GROUP,
        tell=_tell_answered,
        load=_load_recommendations,
    )
