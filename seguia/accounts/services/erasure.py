"""Erasing a person: at once, for good, and again after a backup was restored.

The row of the account stays, emptied, because sheets, invoices and deeds of organisations point to it.
"""

import hashlib
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from seguia.accounts.models import Erasure, User
from seguia.accounts.personal_data import personal_data
from seguia.accounts.recording import record
from seguia.core.errors import Refused


def erasure_digest(user: User) -> str:
    """Recognises the same account in a backup; the moment in it (microseconds) cannot be guessed."""
    return hashlib.sha256(f"seguia erasure {user.pk} {user.joined_at.isoformat()}".encode()).hexdigest()


def erase_person(*, user: User) -> None:
    """The person asked for it. Raises Refused for the last member of the secretariat; doing it again changes nothing."""
    with transaction.atomic():
        secretariat = User.objects.select_for_update().filter(is_staff=True, is_active=True).order_by("pk")
        others = [member for member in secretariat if member.pk != user.pk]
        fresh = User.objects.select_for_update().get(pk=user.pk)
        if fresh.erased_at:
            return
        if fresh.is_staff and not others:
            raise Refused(
                _("You are the last member of the secretariat, and nobody could run the network without you. Nothing "
                  "was erased. Make somebody else a member first.")
            )  # fmt: skip
        if settings.DEMONSTRATION and fresh.email.endswith("@demonstration.invalid"):
            raise Refused(_("The people of the demonstration are there for everybody. Nothing was erased."))
        record("accounts.user.erased", fresh, actor=fresh)
        _erase(fresh)


def apply_erasures(digests: Iterable[str]) -> int:
    """Erase whoever was erased before but stands in this database again. Returns how many."""
    known = set(digests) | set(Erasure.objects.values_list("digest", flat=True))
    number = 0
    for user in User.objects.filter(erased_at=None).order_by("pk").iterator():
        if erasure_digest(user) in known:
            with transaction.atomic():
                record("accounts.user.erased_again", user)
                _erase(User.objects.select_for_update().get(pk=user.pk))
            number += 1
    return number


def _erase(user: User) -> None:
    """In the caller's transaction: every app's part, then the account itself."""
    digest = erasure_digest(user)
    for kind in personal_data():
        kind.erase(user)
    user.email = f"erased-{digest[:24]}@erased.invalid"
    user.name = user.language = ""
    user.is_active = user.is_staff = user.is_superuser = False
    user.last_login = user.deed_ref = None
    user.erased_at = timezone.now()
    user.set_unusable_password()
    user.save()
    user.groups.clear()
    user.user_permissions.clear()
    Erasure.objects.get_or_create(digest=digest)
    transaction.on_commit(lambda: _note(digest))


def erasures_file() -> Path:
    """One digest in a line: the copy that outlives the database, to be kept beside the backups."""
    return Path(settings.DATA_DIR) / "erasures.txt"


def noted_erasures(path: Path | None = None) -> list[str]:
    """Digests of a file of erasures; nothing where there is none."""
    path = path or erasures_file()
    return path.read_text(encoding="ascii").split() if path.exists() else []


def _note(digest: str) -> None:
    with erasures_file().open("a", encoding="ascii") as file:
        file.write(f"{digest}\n")
