"""A reader asks for a translation: the machine makes it once, or it goes to the translation desk."""

import datetime
import logging
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from seguia.audit.services import record_event
from seguia.core.errors import Conflict, Invalid, NotFound
from seguia.core.languages import language_codes
from seguia.core.permissions import require
from seguia.core.text import clean_text
from seguia.questions.limits import require_room_to_request
from seguia.questions.models import Post, PostTranslation
from seguia.questions.queries import due_orders, hidden_posts_at_desk, locked_post
from seguia.translation.machine import PASSING, MachineFault, Provider, provider
from seguia.translation.registry import kind_of
from seguia.translation.services.people import request_translation
from seguia.translation.standing import refresh

log = logging.getLogger("seguia.questions")
DESK_KIND = "post"
"""What the translation desk calls questions and answers."""
A_RUN = 5
"""Texts given to the machine in one run: mails and index wait meanwhile."""
MOST_ATTEMPTS = 5
PAUSE = datetime.timedelta(minutes=1)
"""While one worker talks to the machine, and before the next attempt; doubled each time."""
State = PostTranslation.State


def request_post_translation(*, user: Any, post: Post, language: str) -> PostTranslation:
    """Have a text in another language: what is there already is kept, what was made from an older wording is made anew.

    Raises Refused, Invalid, NotFound, TooMany.
    """
    with transaction.atomic():
        require("questions.request_translation", user, post)
        require_room_to_request(user)
        fresh = locked_post(post)
        if language not in language_codes() or language == fresh.language:
            raise Invalid(_("This text cannot be translated into that language. Nothing was asked for."))
        found = PostTranslation.objects.filter(post=fresh, language=language).first()
        if found and found.state == State.DONE and found.made_from == fresh.mark:
            return found
        if found is None or found.state == State.DONE:
            found = _wish(fresh, language, user, found)
        if found.state == State.WANTED:
            tell_desk(fresh)
            _count_wish(fresh, language, user)
    return found


def _wish(post: Post, language: str, user: Any, found: PostTranslation | None) -> PostTranslation:
    found = found or PostTranslation(post=post, language=language)
    by_machine = provider() is not None and (not found.text or found.is_machine)
    found.state = State.ORDERED if by_machine else State.WANTED
    found.asked_by, found.asked_at, found.next_try_at, found.attempts = user, timezone.now(), timezone.now(), 0
    found.save()
    record_event("questions.translation.asked", found, actor=user, language=language)
    return found


def _count_wish(post: Post, language: str, user: Any) -> None:
    """Translators see what readers ask for first; each person counts once."""
    try:
        request_translation(user=user, kind=DESK_KIND, item=post.public_id, language=language)
    except (NotFound, Conflict):
        log.info("wish for %s into %s was not counted", post.public_id, language)


def tell_desk(post: Post) -> None:
    """Bring the translation desk up to date, where it knows this text at all."""
    if PostTranslation.objects.filter(post=post).exists():
        refresh(kind_of(DESK_KIND), [post.pk])


def tell_desk_of_hidden() -> None:
    """Texts whose action went out of sight leave the desk."""
    if hidden := hidden_posts_at_desk(DESK_KIND):
        refresh(kind_of(DESK_KIND), hidden)


def carry_out_translations() -> int:
    """Give the machine what is due; returns how many texts were translated. A periodic job. Without a machine what was
    ordered goes to the translators."""
    machine = provider()
    due = list(due_orders()[:A_RUN])
    if machine is None:
        for order in due:
            _hand_over(order)
        return 0
    return sum(_carry_out(order, machine) for order in due)


def _carry_out(order: PostTranslation, machine: Provider) -> int:
    """One text. No transaction is open while the machine works; a second worker leaves it alone meanwhile."""
    pause = PAUSE * 2**order.attempts
    mine = PostTranslation.objects.filter(pk=order.pk, state=State.ORDERED, attempts=order.attempts)
    if not mine.update(attempts=order.attempts + 1, next_try_at=timezone.now() + pause):
        return 0
    post = order.post
    try:
        made = clean_text(machine.translate([post.text], post.language, order.language)[0])
        if not made:
            raise MachineFault("broken")
    except (MachineFault, ValidationError, IndexError) as fault:
        code = fault.code if isinstance(fault, MachineFault) else "broken"
        log.warning("machine translation of %s into %s: %s", post.public_id, order.language, code)
        if code not in PASSING or order.attempts + 1 >= MOST_ATTEMPTS:
            _hand_over(order)
        return 0
    return _keep(order, post, made)


def _keep(order: PostTranslation, post: Post, made: str) -> int:
    """Unless a person was faster."""
    with transaction.atomic():
        kept = PostTranslation.objects.filter(pk=order.pk, state=State.ORDERED).update(
            state=State.DONE, text=made, is_machine=True, made_from=post.mark, made_at=timezone.now(),
            translator=None, credit=None,
        )  # fmt: skip
        if kept:
            record_event("questions.translation.made", order, language=order.language)
            tell_desk(post)
    return kept


def _hand_over(order: PostTranslation) -> None:
    """From the machine to the translators."""
    with transaction.atomic():
        if PostTranslation.objects.filter(pk=order.pk, state=State.ORDERED).update(state=State.WANTED):
            tell_desk(order.post)
            if order.asked_by is not None:
                _count_wish(order.post, order.language, order.asked_by)
