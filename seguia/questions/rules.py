"""Who may ask, answer, mend, withdraw and take offline; a refusal says why."""

from collections.abc import Callable
from typing import Any

import rules
from django.utils.translation import gettext_lazy as _

from seguia.actions.models import Action
from seguia.core.errors import Message
from seguia.core.permissions import grant
from seguia.questions.models import Post, is_secretariat
from seguia.questions.standing import Standing, is_open, standing_of

_SIGN_IN = _("Sign in to write here. Nothing was saved.")
_NO_TOWN = _(
    "Questions and answers are written on behalf of a town or an organisation, and you act for none yet. Ask a colleague "
    "to invite you, or ask for membership. Nothing was saved."
)
_OWN = _("This is an action of your own town: other towns ask, you answer. Nothing was saved.")
_GONE = _("This can no longer be answered: it was taken away, or its action is no longer published. Nothing was saved.")
_AUTHOR = _("Only the person who wrote this may change it, as long as it is public. Nothing was changed.")
_TOWN = _("Only the town that wrote this may withdraw it. Nothing was changed.")
_ASKER = _("Only the town that asked says what helped. Nothing was changed.")
_STAFF = _("Only the network's secretariat may do this. Nothing was changed.")


def _asked(check: Callable[[Standing, Any], bool]) -> Callable[[Any, Any], bool]:
    return lambda user, target: target is not None and check(standing_of(user), target)


def _why_not_ask(user: Any, action: Action | None) -> Message:
    standing = standing_of(user)
    if not standing.is_signed_in:
        return _SIGN_IN
    return _OWN if action and standing.towns == {action.organisation_id} else _NO_TOWN


def _why_not_answer(user: Any, question: Post | None) -> Message:
    if not standing_of(user).is_signed_in:
        return _SIGN_IN
    return _NO_TOWN if question and is_open(question) else _GONE


def register() -> None:
    """Grant the permissions of this app."""
    grants: list[tuple[str, Callable[[Any, Any], bool], Callable[[Any, Any], Message]]] = [
        ("questions.ask_question", _asked(Standing.may_ask), _why_not_ask),
        ("questions.answer_question", _asked(Standing.may_answer), _why_not_answer),
        ("questions.edit_post", _asked(Standing.may_edit), lambda user, post: _AUTHOR),
        ("questions.withdraw_post", _asked(Standing.may_withdraw), lambda user, post: _TOWN),
        ("questions.accept_answer", _asked(Standing.may_accept), lambda user, post: _ASKER),
        ("questions.request_translation", _asked(Standing.may_request), lambda user, post: _SIGN_IN),
        ("questions.moderate_posts", lambda user, post: is_secretariat(user), lambda user, post: _STAFF),
    ]
    for permission, check, why in grants:
        grant(permission, rules.predicate(check, name=permission), why=why)
