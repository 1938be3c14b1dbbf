"""What a town brings home: a short feedback, and the draft of an action or a method that grows out of it."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from seguia.actions.content import snapshot
from seguia.actions.models import Action
from seguia.actions.services.writing import create_action, save_action
from seguia.audit.services import record_event
from seguia.core.errors import Conflict, Invalid, NotFound
from seguia.core.permissions import require
from seguia.core.text import clean_text, shortened
from seguia.exchange.models import Feedback, Match, MatchState
from seguia.exchange.services.answering import side_of
from seguia.exchange.services.locking import locked_match
from seguia.exchange.telling import tell_towns
from seguia.library.models import Method
from seguia.library.services import create_method

TEXTS = ("seen", "learnt", "following")


def write_feedback(
    *, user: Any, public_id: str, texts: Mapping[str, str], language: str, side: str = "", version: str = ""
) -> Feedback:
    """Write or change what one's town brings home; the other town reads it. Raises Refused, NotFound, Conflict when a
    colleague changed it meanwhile, ValidationError by field."""
    with transaction.atomic():
        match = locked_match(public_id, [MatchState.HELD])
        require("exchange.answer_match", user, match)
        organisation = match.posting_of(side_of(user, match, side)).organisation
        feedback = (
            Feedback.objects.select_for_update(of=("self",)).filter(match=match, organisation=organisation).first()
        )
        is_new = feedback is None
        feedback = feedback or Feedback(match=match, organisation=organisation, version=0)
        if version and version != str(feedback.version):
            raise Conflict(
                _("A colleague changed this meanwhile. Nothing of yours is saved: copy your text, open the page again "
                  "and write it in."),
                code="changed_since",
            )  # fmt: skip
        for name in TEXTS:
            setattr(feedback, name, clean_text(texts.get(name, "")))
        feedback.language, feedback.author = language, user
        feedback.version += 1
        feedback.full_clean()
        feedback.save()
        record_event("exchange.feedback.written" if is_new else "exchange.feedback.changed", feedback, actor=user)
        if is_new:
            tell_towns(match, "feedback", besides=match.posting_of(side_of(user, match, side)))
    return feedback


def begin_draft(*, user: Any, public_id: str, kind: str, side: str = "") -> Action | Method:
    """Begin an action (`action`) or a method (`method`) from one's feedback, as a draft of one's own town; asked again,
    the same draft. Raises Refused, NotFound, Conflict, Invalid, ValidationError."""
    with transaction.atomic():
        match = locked_match(public_id, [MatchState.HELD])
        require("exchange.answer_match", user, match)
        organisation = match.posting_of(side_of(user, match, side)).organisation
        feedback = (
            Feedback.objects.select_for_update(of=("self",)).filter(match=match, organisation=organisation).first()
        )
        if feedback is None:
            raise NotFound(_("Write the feedback first: the draft begins with it."))
        if kind == "action":
            made: Action | Method = feedback.action or _begin_action(user, feedback, match)
        elif kind == "method":
            made = feedback.method or _begin_method(user, feedback, match)
        else:
            raise Invalid(_("There is no such draft. Nothing was changed."))
        setattr(feedback, kind, made)
        feedback.save(update_fields=[kind, "changed_at"])
        record_event("exchange.feedback.drafted", feedback, actor=user, kind=kind)
    return made


def _begin_action(user: Any, feedback: Feedback, match: Match) -> Action:
    """Seen and learnt become lessons, what comes next what was done: the town goes on from there."""
    title = shortened(match.offer.title, 160)
    action = create_action(
        user=user, organisation=feedback.organisation, original_language=feedback.language, title=title
    )
    lessons = "\n\n".join(text for text in (feedback.seen, feedback.learnt) if text)
    content = snapshot(action)
    content["lessons"] = {feedback.language: lessons[:8000]}
    if feedback.following:
        content["done"] = {feedback.language: feedback.following}
    content["themes"] = sorted(match.offer.themes.values_list("slug", flat=True))
    return save_action(action, user=user, base_version=action.version, content=content).action


def _begin_method(user: Any, feedback: Feedback, match: Match) -> Method:
    body = "\n\n".join(text for text in (feedback.seen, feedback.learnt, feedback.following) if text)
    return create_method(
        user=user,
        organisation=feedback.organisation,
        kind="method",
        language=feedback.language,
        title=shortened(match.offer.title, 160),
        summary=shortened(feedback.learnt or feedback.seen, 600),
        body=body,
    )
