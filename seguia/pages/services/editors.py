"""Letting a person write pages and news, and ending it."""

from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from seguia.accounts.models import User
from seguia.audit.services import record_event
from seguia.core.errors import Conflict, Invalid, NotFound
from seguia.core.permissions import require
from seguia.pages.models import PageEditor


def grant_editor(*, user: Any, email: str) -> PageEditor:
    """Let the person with this address write. Raises Refused, Invalid, Conflict."""
    require("pages.grant_editor", user)
    person = User.objects.filter(email=email.strip().lower(), is_active=True).first()
    if person is None:
        raise Invalid(_("Nobody has signed in with this address. Ask the person to make an account first."))
    if person.is_staff:
        raise Invalid(_("The secretariat may write pages anyway. Nothing was changed."))
    try:
        with transaction.atomic():
            editor = PageEditor.objects.create(user=person, granted_by=user)
            record_event("pages.editor.granted", editor, actor=user, person=person.pk)
    except IntegrityError as error:
        raise Conflict(_("This person writes pages already. Nothing was changed.")) from error
    return editor


def revoke_editor(*, user: Any, editor_id: int) -> None:
    """End it; what the person wrote stays. Raises Refused, NotFound."""
    require("pages.grant_editor", user)
    with transaction.atomic():
        editor = PageEditor.objects.select_for_update().filter(pk=editor_id).first()
        if editor is None:
            raise NotFound(_("This person does not write pages any more."))
        record_event("pages.editor.revoked", editor, actor=user, person=editor.user_id)
        editor.delete()
