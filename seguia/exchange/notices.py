"""Notices and the mail about matches: what people read when something happened to one of theirs."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from seguia.core.addresses import absolute
from seguia.exchange.models import Match, MatchState
from seguia.exchange.telling import KIND, MAIL
from seguia.exchange.wording import event_sentence, good_reasons
from seguia.membership.queries import organisation_ids_of
from seguia.notifications.kinds import register_kind
from seguia.notifications.models import Notice, OutboxMessage
from seguia.notifications.notice_kinds import NoticeGroup, Told, register_notice_group, register_notice_kind

GROUP = "exchange"
STILL: dict[str, set[str]] = {
    "confirmed": {MatchState.CONFIRMED},
    "answer-soon": {MatchState.CONFIRMED},
    "agreed": {MatchState.AGREED},
    "say-how": {MatchState.AGREED},
}
"""Events that only make sense while the match is in these states: a mail that waited longer is not sent."""


def load_matches(notices: Sequence[Notice]) -> Mapping[int, Match]:
    """The match of each. One query."""
    found = Match.objects.with_sides().filter(pk__in=[notice.about_id for notice in notices])
    matches = {str(match.pk): match for match in found}
    return {notice.pk: matches[notice.about_id] for notice in notices if notice.about_id in matches}


def tell(notice: Notice) -> Told | None:
    """One sentence; the reasons stand on the page it leads to."""
    match: Match = notice.found
    side = notice.facts.get("side", "")
    sentence = event_sentence(notice.facts.get("event", ""), match, side)
    return Told(sentence, match.get_absolute_url(), match.posting_of(side).label()) if sentence else None


def read_facts(message: OutboxMessage) -> Mapping[str, Any] | None:
    """None when the match has gone on since, or the person no longer acts for that town."""
    match = Match.objects.with_sides().filter(public_id=message.topic).first()
    event, side = message.facts.get("event", ""), message.facts.get("side", "")
    if match is None or match.state not in STILL.get(event, {*MatchState.values}):
        return None
    own = match.posting_of(side)
    if message.user is None or own.organisation_id not in organisation_ids_of(message.user):
        return None
    other = match.request if side == "offer" else match.offer
    return {
        "event": event,
        "sentence": event_sentence(event, match, side),
        "own": own.label(),
        "other": other.label(),
        "town": other.organisation.label(),
        "reasons": [reason.text for reason in good_reasons(match)] if event in {"confirmed", "answer-soon"} else [],
        "contact": other if match.state == MatchState.AGREED else None,
        "reason": match.why() if event in {"declined", "cancelled"} else None,
        "url": absolute(match.get_absolute_url()),
    }


def register() -> None:
    """Called when the app starts."""
    register_notice_group(
        NoticeGroup(
            GROUP,
            _("Exchanges between towns"),
            _("What becomes of your offers and requests. Where you have to answer, a mail comes in any case."),
            25,
        )
    )
    register_notice_kind(
        KIND, label=_("News of an exchange with another town"), group=GROUP, tell=tell, load=load_matches
    )
    register_kind(
        MAIL,
        label=_("News of an exchange with another town"),
        subject="exchange/mail/match_subject.txt",
        text="exchange/mail/match.txt",
        html="exchange/mail/match.html",
        read=read_facts,
    )
