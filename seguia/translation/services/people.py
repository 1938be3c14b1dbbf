"""Who translates, which languages somebody wants to see, and who would like to read what."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from seguia.audit.services import record_event
from seguia.core.errors import Conflict, Invalid, NotFound
from seguia.core.languages import language_codes
from seguia.core.permissions import require
from seguia.core.translation_state import LanguageState
from seguia.translation.models import DeskLanguages, Standing, TranslationRequest, Translator
from seguia.translation.queries import person_with_address


def _known(languages: Iterable[str]) -> list[str]:
    wanted = set(languages)
    if wanted - set(language_codes()):
        raise Invalid(_("This is not a language of the network."))
    return [code for code in language_codes() if code in wanted]


def grant_translator(*, user: Any, email: str, languages: Iterable[str]) -> Translator:
    """Make somebody with an account a translator, or change their languages. Raises Refused, Invalid."""
    require("translation.manage_translators", user)
    codes = _known(languages)
    if not codes:
        raise Invalid(_("Choose at least one language. Nothing was changed."), code="no_language")
    with transaction.atomic():
        person = person_with_address(email)
        if person is None:
            raise Invalid(
                _("Nobody with this address has an account. Ask the person to sign in once, then try again."),
                code="unknown_person",
            )
        found, created = Translator.objects.update_or_create(
            user=person, defaults={"languages": codes}, create_defaults={"languages": codes, "granted_by": user}
        )
        deed = "granted" if created else "changed"
        record_event(f"translation.translator.{deed}", found, actor=user, languages=codes)
    return found


def withdraw_translator(translator: Translator, *, user: Any) -> None:
    """The role ends at once; what the person wrote stays. Raises Refused, NotFound."""
    require("translation.manage_translators", user)
    with transaction.atomic():
        found = Translator.objects.select_for_update().filter(pk=translator.pk).first()
        if found is None:
            raise NotFound(_("This person is not a translator."))
        record_event("translation.translator.withdrawn", found, actor=user)
        found.delete()


def choose_languages(*, user: Any, languages: Iterable[str]) -> list[str]:
    """Remember which languages a person wants to see at the desk; none means all. Raises Refused, Invalid."""
    require("translation.open_desk", user)
    codes = _known(languages)
    with transaction.atomic():
        DeskLanguages.objects.update_or_create(user=user, defaults={"languages": codes})
    return codes


def request_translation(*, user: Any, kind: str, item: str, language: str) -> bool:
    """Count the wish of a reader, once a person; False when it was counted before. Raises Refused, NotFound, Conflict
    when the language is there already."""
    require("translation.request", user)
    with transaction.atomic():
        state = Standing.objects.filter(kind=kind, item=item, language=language).values_list("state", flat=True).first()
        if state is None:
            raise NotFound(_("There is nothing to translate at this address."))
        if state == LanguageState.CURRENT:
            raise Conflict(_("This translation exists already: reload the page to read it."), code="exists")
        wish, created = TranslationRequest.objects.get_or_create(kind=kind, item=item, language=language, user=user)
        if created:
            record_event("translation.request.created", wish, actor=user, language=language)
    return created
